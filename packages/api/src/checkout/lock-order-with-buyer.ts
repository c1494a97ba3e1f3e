import { found } from "@stoa/kit";
import { buyerAddressOf, lockOrder, type Order, OrderNotFound } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { lockBuyer } from "./buyer.ts";

/** The order, locked after its buyer; always in this turn, so that sales, refunds and joins never wait crosswise. */
export async function lockOrderWithBuyer(ctx: TxContext, orderId: string): Promise<Order> {
  const address = found(await buyerAddressOf(ctx, orderId), () => new OrderNotFound(orderId));
  await lockBuyer(ctx, address);
  return lockOrder(ctx, orderId);
}
