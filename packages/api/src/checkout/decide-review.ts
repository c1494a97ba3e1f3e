import { withTransaction } from "@stoa/db";
import { type Currency, found } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { releaseRedemption } from "../coupons/index.ts";
import {
  cancelOrder,
  hasOpenReview,
  lockOpenReview,
  type OrderStatus,
  orderIdOfReview,
  type Review,
  readOrder,
  resolveReview,
} from "../orders/index.ts";
import { findClaim, getPayment, openRefundsOf, type Payment } from "../payments/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { buyerOfOrder } from "./buyer.ts";
import { completeSale, fulfilLines } from "./complete-sale.ts";
import { ReviewBeingRefunded, ReviewNotAcceptable } from "./errors.ts";
import { paymentIdOfReview } from "./hold-payment.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { acceptedPostings } from "./postings.ts";

export interface Decision {
  reviewId: string;
  orderStatus: OrderStatus | null;
}

/**
 * A person takes a held payment for what it is: the order is handed over and the money becomes a sale of the amount that
 * came. Throws `ReviewNotAcceptable` when there is nothing to hand over: give the money back instead.
 */
export async function acceptReview(ctx: Context, reviewId: string): Promise<Decision> {
  return withTransaction(ctx, async (tx) => {
    const orderId = await orderIdOfReview(tx, reviewId);
    if (orderId === null) throw new ReviewNotAcceptable(reviewId, "it belongs to no order");
    const order = await lockOrderWithBuyer(tx, orderId);
    const review = await lockOpenReview(tx, reviewId);
    const payment = await paymentOf(tx, review);
    const claim = await findClaim(tx, payment);
    if (claim) throw new ReviewNotAcceptable(reviewId, claim);
    if (order.status !== "review") throw new ReviewNotAcceptable(reviewId, "the order is not waiting for it");
    const orderCtx = { ...tx, correlationId: order.correlationId };
    const buyer = await buyerOfOrder(orderCtx, order);
    const refused = await fulfilLines(orderCtx, order, buyer);
    if (refused) throw new ReviewNotAcceptable(reviewId, "what was ordered cannot be handed over");
    const taken = { amount: payment.amountMinor, currency: payment.currency as Currency };
    await postEntry(orderCtx, {
      kind: "held_payment_accepted",
      subject: payment.id,
      transfers: acceptedPostings(order, { gateway: payment.gateway, amount: taken }),
    });
    await completeSale(orderCtx, order, buyer, taken);
    await resolveReview(orderCtx, review, "accepted");
    return { reviewId, orderStatus: "paid" };
  });
}

/**
 * A person has dealt with it in another way; the note says how. The money stays in suspense until the gateway tells of
 * its refund. An order that waits for no other decision is cancelled. Throws `ReviewBeingRefunded`.
 */
export async function closeReview(ctx: Context, input: { reviewId: string; note: string }): Promise<Decision> {
  return withTransaction(ctx, async (tx) => {
    const orderId = await orderIdOfReview(tx, input.reviewId);
    const order = orderId === null ? null : await lockOrderWithBuyer(tx, orderId);
    const review = await lockOpenReview(tx, input.reviewId);
    const payment = await getPayment(tx, paymentIdOfReview(review));
    if (payment && (await openRefundsOf(tx, payment)).length > 0) throw new ReviewBeingRefunded(review.id);
    await resolveReview(tx, review, `closed: ${input.note}`);
    if (order === null) return { reviewId: review.id, orderStatus: null };
    if (order.status === "review" && !(await hasOpenReview(tx, order.id))) {
      await cancelOrder(tx, order);
      await releaseRedemption(tx, order);
    }
    return { reviewId: review.id, orderStatus: (await readOrder(tx, order.id)).status };
  });
}

async function paymentOf(ctx: TxContext, review: Review): Promise<Payment> {
  return found(
    await getPayment(ctx, paymentIdOfReview(review)),
    () => new ReviewNotAcceptable(review.id, "it names no payment"),
  );
}
