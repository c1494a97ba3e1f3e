import type {
  CheckoutSnapshot,
  CheckoutStatus,
  DisputeSnapshot,
  DisputeStatus,
  PaymentSnapshot,
  PaymentStatus,
  PayoutSnapshot,
  RefundSnapshot,
  RefundStatus,
} from "../gateway.ts";
import { fromStripeAmount } from "./currencies.ts";
import {
  expandedOf,
  idOf,
  type StripeDispute,
  type StripePaymentIntent,
  type StripeRefund,
  type StripeSession,
  type StripeTransfer,
} from "./types.ts";

/** Our keys in Stripe's metadata. */
export const ORDER_KEY = "order_id";
export const REFUND_KEY = "refund_key";
export const PAYOUT_KEY = "payout_key";

export function dateOf(seconds: number): Date {
  return new Date(seconds * 1_000);
}

/** A payment intent in Stoa's words. The fee is known only when the charge and its balance transaction are expanded. */
export function paymentOf(intent: StripePaymentIntent, occurredAt?: Date): PaymentSnapshot {
  const charge = expandedOf(intent.latest_charge);
  const booked = expandedOf(charge?.balance_transaction);
  const status = paymentStatusOf(intent);
  const received = status === "succeeded" ? (intent.amount_received ?? intent.amount) : intent.amount;
  return {
    paymentId: intent.id,
    orderId: intent.metadata?.[ORDER_KEY] ?? null,
    status,
    amount: fromStripeAmount(received, intent.currency),
    amountRefunded: fromStripeAmount(charge?.amount_refunded ?? 0, intent.currency).amount,
    occurredAt: occurredAt ?? dateOf(charge?.created ?? intent.created),
    fee: booked === null ? null : fromStripeAmount(booked.fee, booked.currency),
  };
}

function paymentStatusOf(intent: StripePaymentIntent): PaymentStatus {
  switch (intent.status) {
    case "succeeded":
      return "succeeded";
    case "canceled":
      return "cancelled";
    case "requires_capture":
      return "requires_capture";
    case "requires_payment_method":
      return intent.last_payment_error ? "failed" : "pending";
    default:
      return "pending";
  }
}

/** A checkout session in Stoa's words, with its payment when that is expanded. */
export function checkoutOf(session: StripeSession): CheckoutSnapshot {
  const intent = expandedOf(session.payment_intent);
  return {
    checkoutId: session.id,
    orderId: orderOfSession(session),
    status: checkoutStatusOf(session),
    redirectUrl: session.url ?? null,
    payment:
      intent === null ? paymentWithoutIntent(session) : { ...paymentOf(intent), orderId: orderOfSession(session) },
    lastError: intent?.last_payment_error?.message ?? null,
  };
}

function checkoutStatusOf(session: StripeSession): CheckoutStatus {
  if (session.payment_status === "paid" || session.payment_status === "no_payment_required") return "paid";
  if (session.status === "complete") return "processing";
  return session.status === "expired" ? "expired" : "open";
}

/** Nothing to pay: Stripe makes no payment intent, so the session itself names the payment. */
function paymentWithoutIntent(session: StripeSession): PaymentSnapshot | null {
  if (session.payment_status !== "no_payment_required") return null;
  return paymentOfSession(session, dateOf(session.created ?? 0), "succeeded");
}

/** The payment of a session as the session's own events tell it. */
export function paymentOfSession(session: StripeSession, occurredAt: Date, status: PaymentStatus): PaymentSnapshot {
  return {
    paymentId: idOf(session.payment_intent) ?? session.id,
    orderId: orderOfSession(session),
    status,
    amount: fromStripeAmount(session.amount_total ?? 0, session.currency ?? ""),
    amountRefunded: 0,
    occurredAt,
    fee: null,
  };
}

/** The order a session was made for; null for a session that is not ours. */
export function orderOfSession(session: StripeSession): string | null {
  return session.metadata?.[ORDER_KEY] ?? session.client_reference_id ?? null;
}

/** A refund in Stoa's words; null for one of a bare charge, which Stoa never makes. */
export function refundOf(refund: StripeRefund): RefundSnapshot | null {
  const paymentId = idOf(refund.payment_intent);
  if (paymentId === null) return null;
  return {
    refundId: refund.id,
    paymentId,
    orderId: refund.metadata?.[ORDER_KEY] ?? null,
    refundKey: refund.metadata?.[REFUND_KEY] ?? null,
    status: refundStatusOf(refund.status),
    amount: fromStripeAmount(refund.amount, refund.currency),
    occurredAt: dateOf(refund.created),
    reason: refund.failure_reason ?? refund.reason ?? null,
  };
}

function refundStatusOf(status: string | null | undefined): RefundStatus {
  switch (status) {
    case "succeeded":
      return "succeeded";
    case "failed":
      return "failed";
    case "canceled":
      return "cancelled";
    default:
      return "pending";
  }
}

/**
 * A dispute in Stoa's words; null for one of a bare charge. Stripe gives it none of its payment's metadata, so it names an
 * order only when the payment is expanded.
 */
export function disputeOf(dispute: StripeDispute, occurredAt: Date): DisputeSnapshot | null {
  const paymentId = idOf(dispute.payment_intent);
  if (paymentId === null) return null;
  const booked = dispute.balance_transactions ?? [];
  const fee = booked.reduce((sum, transaction) => sum + transaction.fee, 0);
  const feeCurrency = booked[0]?.currency ?? dispute.currency;
  const dueBy = dispute.evidence_details?.due_by ?? null;
  return {
    disputeId: dispute.id,
    paymentId,
    orderId: dispute.metadata?.[ORDER_KEY] ?? expandedOf(dispute.payment_intent)?.metadata?.[ORDER_KEY] ?? null,
    status: disputeStatusOf(dispute.status),
    amount: fromStripeAmount(dispute.amount, dispute.currency),
    fee: fee === 0 ? null : fromStripeAmount(fee, feeCurrency),
    fundsWithdrawn: booked.reduce((sum, transaction) => sum + transaction.amount, 0) < 0,
    reason: dispute.reason,
    respondBy: dueBy === null ? null : dateOf(dueBy),
    occurredAt,
  };
}

function disputeStatusOf(status: string): DisputeStatus {
  switch (status) {
    case "warning_needs_response":
    case "warning_under_review":
      return "warning";
    case "needs_response":
    case "appeal_needs_response":
      return "needs_response";
    case "won":
    case "warning_closed":
    case "prevented":
      return "won";
    case "lost":
      return "lost";
    default:
      return "under_review";
  }
}

/** A transfer in Stoa's words. It is done when it is made; all that can follow is that it is taken back, whole. */
export function transferOf(transfer: StripeTransfer): PayoutSnapshot {
  return {
    payoutId: transfer.id,
    payoutKey: transfer.metadata?.[PAYOUT_KEY] ?? null,
    status: transfer.reversed === true ? "returned" : "succeeded",
    amount: fromStripeAmount(transfer.amount, transfer.currency),
    fee: null,
    occurredAt: dateOf(transfer.created),
    reason: null,
  };
}
