import { DomainError, equals } from "@stoa/kit";
import { type Cart, type CartLine, readCart } from "../../carts/index.ts";
import type { Context } from "../../platform/context.ts";
import { type Buyer, buyerOf, visitor } from "../buyer.ts";
import { AlreadyOwned } from "../errors.ts";
import { type Offer, productKind } from "../product-kind.ts";
import { cartDiscounts } from "./cart-coupon.ts";
import type { CartLineView, CartView } from "./schemas.ts";

/** The caller's cart with each line as it is offered at this moment: at the same price, another, or not any more. */
export async function viewCart(ctx: Context): Promise<CartView> {
  const cart = await readCart(ctx);
  if (cart === null) return { lines: [], coupon: null, currencies: [] };
  const { buyer, offered } = await offersOfCart(ctx, cart);
  const offers = offered.filter(isForSale);
  const coupon =
    cart.couponCode === null
      ? null
      : { code: cart.couponCode, discounts: await cartDiscounts(ctx, { code: cart.couponCode, buyer, offers }) };
  return {
    lines: cart.lines.map((line, index) => viewOf(line, offered[index] ?? "withdrawn")),
    coupon,
    currencies: [...new Set(offers.map((offer) => offer.unit.currency))],
  };
}

/** Who looks, and what each line of a cart is offered as, in the order of the lines. */
export async function offersOfCart(ctx: Context, cart: Cart): Promise<{ buyer: Buyer; offered: Offered[] }> {
  const buyer = (await buyerOf(ctx, undefined)) ?? visitor(ctx);
  const found = new Map<CartLine, Offered>();
  for (const [kind, ofKind] of Map.groupBy(cart.lines, (line) => line.kind)) {
    const offered = await offersFor(ctx, kind, ofKind, buyer);
    for (const [index, line] of ofKind.entries()) found.set(line, offered[index] ?? "withdrawn");
  }
  return { buyer, offered: cart.lines.map((line) => found.get(line) ?? "withdrawn") };
}

export function isForSale(offered: Offered): offered is Offer {
  return typeof offered !== "string";
}

type Offered = Offer | "withdrawn" | "owned";

/** One question for all lines of a kind; line by line only when one of them is refused. */
async function offersFor(
  ctx: Context,
  kind: CartLine["kind"],
  lines: readonly CartLine[],
  buyer: Buyer,
): Promise<Offered[]> {
  const wishes = lines.map(({ subjectId: id, quantity }) => ({ kind, id, quantity }));
  try {
    return await productKind(kind).quote(ctx, wishes, buyer);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (lines.length === 1) return [error instanceof AlreadyOwned ? "owned" : "withdrawn"];
  }
  const each: Offered[] = [];
  for (const line of lines) each.push(...(await offersFor(ctx, kind, [line], buyer)));
  return each;
}

function viewOf(line: CartLine, offered: Offered): CartLineView {
  const { kind, subjectId: id, quantity, seen } = line;
  if (!isForSale(offered)) {
    return { kind, id, title: line.title, path: null, quantity, state: offered, unit: seen, seen };
  }
  const { title, path, unit } = offered;
  return { kind, id, title, path, quantity, state: equals(unit, seen) ? "as_seen" : "repriced", unit, seen };
}
