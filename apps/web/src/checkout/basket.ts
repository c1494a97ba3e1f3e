import "server-only";
import type { QuoteAnswer } from "@stoa/api/checkout/schemas";
import { basketOf } from "../cart/basket.ts";
import { readApi } from "../server/api.ts";

/** What the addresses of the checkout say: one course, or all of the cart that is priced in one currency. */
export interface BasketQuery {
  course?: string | undefined;
  cart?: string | undefined;
}

/** What is to be bought; the `query` leads back to it. */
export interface Basket {
  lines: { kind: QuoteAnswer["lines"][number]["kind"]; id: string; quantity: number }[];
  query: Record<string, string>;
  /** The code that the cart keeps. */
  couponCode: string | null;
}

/** The basket that an address asks for; nothing is in it when the address asks for nothing, or the cart is empty. */
export async function readBasket({ course = "", cart = "" }: BasketQuery): Promise<Basket> {
  if (course !== "")
    return { lines: [{ kind: "course", id: course, quantity: 1 }], query: { course }, couponCode: null };
  if (cart === "") return { lines: [], query: {}, couponCode: null };
  const view = await (await readApi()).cart.get();
  const lines = basketOf(view, cart).map(({ kind, id, quantity }) => ({ kind, id, quantity }));
  return { lines, query: { cart }, couponCode: view.coupon?.code ?? null };
}
