import { withTransaction } from "@stoa/db";
import { type Currency, found } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import {
  cancelOrder,
  lockOpenReview,
  type OrderStatus,
  type Review,
  readOrder,
  resolveReview,
} from "../orders/index.ts";
import { getPayment, type Payment } from "../payments/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { buyerOfOrder } from "./buyer.ts";
import { ReviewNotAcceptable } from "./errors.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { acceptedPostings } from "./postings.ts";
import { completeSale, fulfilLines } from "./settle-payment.ts";

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
    const review = await lockOpenReview(tx, reviewId);
    const payment = await paymentOf(tx, review);
    if (review.orderId === null) throw new ReviewNotAcceptable(reviewId, "it belongs to no order");
    if (payment.refundedMinor > 0) throw new ReviewNotAcceptable(reviewId, "a part of it has been given back");
    const order = await lockOrderWithBuyer(tx, review.orderId);
    if (order.status !== "review") throw new ReviewNotAcceptable(reviewId, "the order is not waiting for it");
    const orderCtx = { ...tx, correlationId: order.correlationId };
    const buyer = await buyerOfOrder(orderCtx, order);
    const refused = await fulfilLines(orderCtx, order, buyer);
    if (refused) throw new ReviewNotAcceptable(reviewId, "what was ordered cannot be handed over");
    await postEntry(orderCtx, {
      kind: "held_payment_accepted",
      subject: payment.id,
      transfers: acceptedPostings(order, {
        gateway: payment.gateway,
        amount: { amount: payment.amountMinor, currency: payment.currency as Currency },
      }),
    });
    await completeSale(orderCtx, order, buyer);
    await resolveReview(orderCtx, review, "accepted");
    return { reviewId, orderStatus: "paid" };
  });
}

/**
 * A person has dealt with it in another way; the note says how. The money stays in suspense until the gateway tells of
 * its refund. An order that waited for nothing else is cancelled.
 */
export async function closeReview(ctx: Context, input: { reviewId: string; note: string }): Promise<Decision> {
  return withTransaction(ctx, async (tx) => {
    const review = await lockOpenReview(tx, input.reviewId);
    await resolveReview(tx, review, `closed: ${input.note}`);
    if (review.orderId === null) return { reviewId: review.id, orderStatus: null };
    const order = await lockOrderWithBuyer(tx, review.orderId);
    if (order.status === "review") await cancelOrder(tx, order);
    return { reviewId: review.id, orderStatus: (await readOrder(tx, order.id)).status };
  });
}

async function paymentOf(ctx: TxContext, review: Review): Promise<Payment> {
  const id = review.dedupeKey.startsWith("payment:") ? review.dedupeKey.slice("payment:".length) : "";
  return found(await getPayment(ctx, id), () => new ReviewNotAcceptable(review.id, "it names no payment"));
}
