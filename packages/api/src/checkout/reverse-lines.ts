import { type Order, stampLine } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { buyerOfOrder } from "./buyer.ts";
import { productKind } from "./product-kind.ts";

/** Takes back what an order gave, line by line; lines that were never handed over or are back already are left alone. */
export async function reverseLines(ctx: TxContext, order: Order): Promise<void> {
  const buyer = await buyerOfOrder(ctx, order);
  for (const line of order.lines) {
    if (line.fulfilledAt === null || line.reversedAt !== null) continue;
    await productKind(line.kind).reverse(ctx, order, line, buyer);
    await stampLine(ctx, line.id, "reversedAt");
  }
}
