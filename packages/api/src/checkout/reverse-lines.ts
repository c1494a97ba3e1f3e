import { type Order, stampLines } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { buyerOfOrder } from "./buyer.ts";
import { giveBackAward, giveBackCoupon } from "./order-coupon.ts";
import { productKind } from "./product-kind.ts";

/**
 * Takes back what some lines of an order gave, a kind at a time, in as many statements for many lines as for one. Those
 * that were never handed over or are back already are left alone.
 */
export async function reverseLines(ctx: TxContext, order: Order, lineIds: readonly string[]): Promise<void> {
  if (lineIds.length === 0) return;
  const given = order.lines.filter(
    (line) => lineIds.includes(line.id) && line.fulfilledAt !== null && line.reversedAt === null,
  );
  if (given.length > 0) {
    const buyer = await buyerOfOrder(ctx, order);
    for (const [kind, lines] of Map.groupBy(given, (line) => line.kind)) {
      await productKind(kind).reverse(ctx, order, lines, buyer);
    }
    await stampLines(
      ctx,
      given.map((line) => line.id),
      "reversedAt",
    );
    await giveBackAward(ctx, order, given);
  }
  await giveBackCoupon(ctx, order);
}
