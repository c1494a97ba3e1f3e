import type { Currency } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { holdForReview, type Order, openReview, type ReviewReason } from "../orders/index.ts";
import type { Payment } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
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
  if (order) {
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

/** Where the buyer sees the order. */
export function orderUrl(ctx: TxContext, orderId: string): string {
  return new URL(`/orders/${orderId}`, ctx.services.env.WEB_URL).href;
}
