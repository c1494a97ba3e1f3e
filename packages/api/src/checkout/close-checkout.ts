import { withTransaction } from "@stoa/db";
import { releaseRedemption } from "../coupons/index.ts";
import { expireOrder, lockOrder, type Order } from "../orders/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { orderUrl } from "./hold-payment.ts";
import { productKind } from "./product-kind.ts";

/**
 * Closes an order whose checkout is known to have lapsed unpaid. One that has moved on is left as it is, and so is one
 * `withoutPage` that has got a page meanwhile. Gives whether it was closed.
 */
export async function closeLapsedOrder(
  ctx: Context,
  orderId: string,
  { tellBuyer = true, withoutPage = false }: { tellBuyer?: boolean; withoutPage?: boolean } = {},
): Promise<boolean> {
  return withTransaction(ctx, async (tx) => {
    const order = await lockOrder(tx, orderId);
    if (order.status !== "pending" || (withoutPage && order.gatewayCheckoutId !== null)) return false;
    const orderCtx = { ...tx, correlationId: order.correlationId };
    await expireOrder(orderCtx, order);
    await releaseOrder(orderCtx, order);
    if (tellBuyer) await tellMember(orderCtx, order);
    return true;
  });
}

/** Lets go of what an order kept while it waited: its lines' places, its coupon's use. */
export async function releaseOrder(ctx: TxContext, order: Order): Promise<void> {
  await releaseRedemption(ctx, order);
  for (const line of order.lines) await productKind(line.kind).release(ctx, order, line);
}

/** Members only: a guest's address is not proved, and nobody is to be mailed for what a stranger typed. */
async function tellMember(ctx: TxContext, order: Order): Promise<void> {
  if (order.userId === null) return;
  await queueMail(ctx, {
    template: "checkout-expired",
    to: order.email,
    locale: order.locale,
    userId: order.userId,
    data: {
      name: null,
      titles: order.lines.map((line) => line.title),
      checkoutUrl: orderUrl(ctx, order.id),
    },
    dedupeKey: `checkout-expired:${order.id}`,
  });
}
