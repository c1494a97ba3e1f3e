import { DomainError, equals } from "@stoa/kit";
import { type CartLine, readCart } from "../../carts/index.ts";
import type { Context } from "../../platform/context.ts";
import { type Buyer, buyerOf, visitor } from "../buyer.ts";
import { AlreadyOwned } from "../errors.ts";
import { type Offer, productKind } from "../product-kind.ts";
import type { CartLineView, CartView } from "./schemas.ts";

/** The caller's cart with each line as it is offered at this moment: at the same price, another, or not any more. */
export async function viewCart(ctx: Context): Promise<CartView> {
  const cart = await readCart(ctx);
  if (cart === null) return { lines: [], couponCode: null, currencies: [] };
  const buyer = (await buyerOf(ctx, undefined)) ?? visitor(ctx);
  const lines: CartLineView[] = [];
  for (const [kind, ofKind] of Map.groupBy(cart.lines, (line) => line.kind)) {
    const offered = await offersFor(ctx, kind, ofKind, buyer);
    lines.push(...ofKind.map((line, index) => viewOf(line, offered[index] ?? "withdrawn")));
  }
  const place = (view: CartLineView) => cart.lines.findIndex((line) => isSame(line, view));
  lines.sort((a, b) => place(a) - place(b));
  const open = lines.filter(isForSale);
  return { lines, couponCode: cart.couponCode, currencies: [...new Set(open.map((line) => line.unit.currency))] };
}

/** Whether a line can be bought. */
export function isForSale(line: Pick<CartLineView, "state">): boolean {
  return line.state === "as_seen" || line.state === "repriced";
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
  if (typeof offered === "string") {
    return { kind, id, title: line.title, path: null, quantity, state: offered, unit: seen, seen };
  }
  const { title, path, unit } = offered;
  return { kind, id, title, path, quantity, state: equals(unit, seen) ? "as_seen" : "repriced", unit, seen };
}

function isSame(line: CartLine, view: CartLineView): boolean {
  return line.kind === view.kind && line.subjectId === view.id;
}
