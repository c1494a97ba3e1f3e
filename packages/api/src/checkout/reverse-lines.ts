import { type Order, stampLine } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { buyerOfOrder } from "./buyer.ts";
import { giveBackAward, giveBackCoupon } from "./order-coupon.ts";
import { productKind } from "./product-kind.ts";

/** Takes back what some lines of an order gave; those that were never handed over or are back already are left alone. */
export async function reverseLines(ctx: TxContext, order: Order, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const buyer = await buyerOfOrder(ctx, order);
  for (const line of order.lines) {
    if (!lineIds.includes(line.id) || line.fulfilledAt === null || line.reversedAt !== null) continue;
    await productKind(line.kind).reverse(ctx, order, line, buyer);
    await stampLine(ctx, line.id, "reversedAt");
    await giveBackAward(ctx, order, line);
  }
  await giveBackCoupon(ctx, order);
}
