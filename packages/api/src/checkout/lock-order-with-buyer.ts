import { together } from "@stoa/db";
import { lockOrder, type Order } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { lockBuyerOfOrder } from "./buyer.ts";

/** The order, locked after its buyer; always in this turn, so that sales, refunds and joins never wait crosswise. */
export async function lockOrderWithBuyer(ctx: TxContext, orderId: string): Promise<Order> {
  const [, order] = await together([() => lockBuyerOfOrder(ctx, orderId), () => lockOrder(ctx, orderId)]);
  return order;
}
