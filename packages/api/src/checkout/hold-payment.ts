import type { Currency } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { releaseRedemption } from "../coupons/index.ts";
import {
  hasOpenReview,
  holdForReview,
  markHeldMoneyReturned,
  type Order,
  openReview,
  type ReviewReason,
  resolveReviewOf,
} from "../orders/index.ts";
import type { Payment } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { wantsMail } from "../platform/notify.ts";
import { notifyOfOrder } from "./notify-buyer.ts";
import { heldPostings } from "./postings.ts";

export type HoldReason = ReviewReason;

export interface Hold {
  /** Null when the payment names an order that is not here. */
  order: Order | null;
  payment: Payment;
  reason: HoldReason;
  details: Record<string, unknown>;
}

/** Orders that a held payment sends to review; one that is paid already stays what it is. */
const HELD_FROM: readonly Order["status"][] = ["pending", "expired", "cancelled"];

/** Names the review of a payment: one, however many messages tell of it. */
export function reviewKeyOf(payment: Pick<Payment, "id">): string {
  return `payment:${payment.id}`;
}

/** The payment that a review is about; empty for a review of something else. */
export function paymentIdOfReview({ dedupeKey }: { dedupeKey: string }): string {
  return dedupeKey.startsWith("payment:") ? dedupeKey.slice("payment:".length) : "";
}

/**
 * Keeps a payment aside: in suspense in the books, in the review queue for people, with a mail to the buyer.
 * Nothing is granted.
 */
export async function holdPayment(ctx: TxContext, { order, payment, reason, details }: Hold): Promise<"held"> {
  const paid = { amount: payment.amountMinor, currency: payment.currency as Currency };
  if (paid.amount > 0) {
    await postEntry(ctx, {
      kind: "payment_held",
      subject: payment.id,
      effectiveAt: payment.occurredAt,
      transfers: heldPostings({ gateway: payment.gateway, amount: paid }),
    });
  }
  if (order && HELD_FROM.includes(order.status)) await holdForReview(ctx, order);
  const key = reviewKeyOf(payment);
  await openReview(ctx, {
    orderId: order?.id ?? null,
    reason,
    details: { ...details, paymentId: payment.id },
    dedupeKey: key,
  });
  await notifyOfOrder(ctx, order, "payment_held", payment.id);
  if (order && (order.userId === null || (await wantsMail(ctx, order.userId, "payment_held")))) {
    await queueMail(ctx, {
      template: "payment-held-for-review",
      to: order.email,
      locale: order.locale,
      userId: order.userId,
      data: { name: null, orderId: order.id, paid, orderUrl: orderUrl(ctx, order.id) },
      dedupeKey: `payment-held:${payment.id}`,
    });
  }
  return "held";
}

/**
 * All of a held payment has left us, by refunds or a lost dispute: its review is answered, and an order that waits for
 * no other decision is closed. The caller holds the order.
 */
export async function endHold(
  ctx: TxContext,
  order: Order | null,
  payment: Payment,
  resolution: "refunded" | "dispute lost",
): Promise<void> {
  await resolveReviewOf(ctx, reviewKeyOf(payment), resolution);
  if (order?.status !== "review" || (await hasOpenReview(ctx, order.id))) return;
  await markHeldMoneyReturned(ctx, order);
  await releaseRedemption(ctx, order);
}

/** Where the buyer sees the order. */
export function orderUrl(ctx: TxContext, orderId: string): string {
  return new URL(`/orders/${orderId}`, ctx.services.env.WEB_URL).href;
}
