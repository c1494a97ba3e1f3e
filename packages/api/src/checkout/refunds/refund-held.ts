import { found } from "@stoa/kit";
import { lockOpenReview, orderIdOfReview } from "../../orders/index.ts";
import { findClaim, getPayment, lockPayment, type Payment } from "../../payments/index.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import { paymentIdOfReview } from "../hold-payment.ts";
import { lockOrderWithBuyer } from "../lock-order-with-buyer.ts";
import { HeldPaymentNotRefundable } from "./errors.ts";
import { oncePerKey, placeRefund, type RequestedRefund } from "./request-refund.ts";

/**
 * Staff give a held payment back whole, by its gateway. The review stays open until the gateway says that it is done, and
 * nobody can accept the payment meanwhile. Throws `ReviewNotFound`, `ReviewAlreadyResolved` and `HeldPaymentNotRefundable`.
 */
export async function refundHeldPayment(
  ctx: Context,
  { reviewId, note }: { reviewId: string; note: string },
): Promise<RequestedRefund> {
  return oncePerKey(ctx, async (tx) => {
    const orderId = await orderIdOfReview(tx, reviewId);
    const order = orderId === null ? null : await lockOrderWithBuyer(tx, orderId);
    const review = await lockOpenReview(tx, reviewId);
    const payment = await heldPaymentOf(tx, review);
    const claim = await findClaim(tx, payment);
    if (claim) throw new HeldPaymentNotRefundable(reviewId, claim);
    const orderCtx = order ? { ...tx, correlationId: order.correlationId } : tx;
    return placeRefund(orderCtx, { orderId, payment }, { amountMinor: payment.amountMinor, lineIds: null, note });
  });
}

/** The payment that a review is about. One of money that went back in another currency is about none that is held. */
async function heldPaymentOf(ctx: TxContext, review: { id: string; dedupeKey: string }): Promise<Payment> {
  const refuse = () => new HeldPaymentNotRefundable(review.id, "no payment is held for it");
  const { id } = found(await getPayment(ctx, paymentIdOfReview(review)), refuse);
  return lockPayment(ctx, id);
}
