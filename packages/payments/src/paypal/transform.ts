import type {
  CheckoutSnapshot,
  CheckoutStatus,
  DisputeSnapshot,
  DisputeStatus,
  PaymentSnapshot,
  PaymentStatus,
  RefundSnapshot,
  RefundStatus,
} from "../gateway.ts";
import { fromPayPalMoney } from "./amounts.ts";
import type { PayPalCapture, PayPalDispute, PayPalOrder, PayPalRefund } from "./types.ts";

/** Tells our refunds from those of the dashboard, which PayPal may give the `custom_id` of their capture. */
const REFUND_MARK = "refund:";
const EPOCH = new Date(0);

export function customIdOfRefund(refundKey: string): string {
  return `${REFUND_MARK}${refundKey}`;
}

export function refundKeyOf(customId: string | null | undefined): string | null {
  return customId?.startsWith(REFUND_MARK) ? customId.slice(REFUND_MARK.length) : null;
}

/** An order in Stoa's words, with its payment once its money was taken. */
export function checkoutOf(order: PayPalOrder): CheckoutSnapshot {
  const status = checkoutStatusOf(order);
  const capture = captureOf(order);
  return {
    checkoutId: order.id,
    orderId: order.purchase_units?.[0]?.custom_id ?? null,
    status,
    redirectUrl: status === "open" ? approvalLinkOf(order) : null,
    payment: capture === null ? null : paymentOf(capture, refundedIn(order, capture.id)),
    lastError: null,
  };
}

/** Where the buyer can still agree to pay, or choose another way to. */
export function approvalLinkOf(order: PayPalOrder): string | null {
  return order.links?.find(({ rel }) => rel === "payer-action" || rel === "approve")?.href ?? null;
}

function captureOf(order: PayPalOrder): PayPalCapture | null {
  return order.purchase_units?.[0]?.payments?.captures?.[0] ?? null;
}

function checkoutStatusOf(order: PayPalOrder): CheckoutStatus {
  const capture = captureOf(order);
  if (capture !== null) {
    const payment = paymentStatusOf(capture.status);
    if (payment === "succeeded") return "paid";
    return payment === "pending" ? "processing" : "expired";
  }
  if (order.status === "VOIDED") return "expired";
  return order.status === "APPROVED" ? "approved" : "open";
}

/** A capture in Stoa's words. It does not tell how much of it went back; who knows from elsewhere, says so. */
export function paymentOf(capture: PayPalCapture, amountRefunded: number): PaymentSnapshot {
  const fee = capture.seller_receivable_breakdown?.paypal_fee ?? null;
  return {
    paymentId: capture.id,
    orderId: capture.custom_id ?? null,
    status: paymentStatusOf(capture.status),
    amount: fromPayPalMoney(capture.amount),
    amountRefunded,
    occurredAt: capture.create_time ?? capture.update_time ?? EPOCH,
    fee: fee === null ? null : fromPayPalMoney(fee),
  };
}

function paymentStatusOf(status: string): PaymentStatus {
  switch (status) {
    case "COMPLETED":
    case "PARTIALLY_REFUNDED":
    case "REFUNDED":
      return "succeeded";
    case "DECLINED":
    case "FAILED":
      return "failed";
    default:
      return "pending";
  }
}

/** What went back of a capture, as the order tells it. */
export function refundedIn(order: PayPalOrder, captureId: string): number {
  const refunds = (order.purchase_units ?? []).flatMap((unit) => unit.payments?.refunds ?? []);
  return refunds
    .filter((refund) => captureIdOf(refund) === captureId && isStanding(refundStatusOf(refund.status)))
    .reduce((sum, refund) => sum + fromPayPalMoney(refund.amount).amount, 0);
}

function isStanding(status: RefundStatus): boolean {
  return status === "succeeded" || status === "pending";
}

/** A refund in Stoa's words; null for one that names no capture. */
export function refundOf(refund: PayPalRefund): RefundSnapshot | null {
  const paymentId = captureIdOf(refund);
  if (paymentId === null) return null;
  return {
    refundId: refund.id,
    paymentId,
    orderId: null,
    refundKey: refundKeyOf(refund.custom_id),
    status: refundStatusOf(refund.status),
    amount: fromPayPalMoney(refund.amount),
    occurredAt: refund.create_time ?? EPOCH,
    reason: refund.status_details?.reason ?? null,
  };
}

/** A refund names its capture nowhere but in the link upwards. */
function captureIdOf(refund: PayPalRefund): string | null {
  const up = refund.links?.find(({ rel }) => rel === "up")?.href ?? "";
  return /\/captures\/([A-Za-z0-9]+)$/.exec(up)?.[1] ?? null;
}

export function refundStatusOf(status: string | null | undefined): RefundStatus {
  switch (status) {
    case "COMPLETED":
      return "succeeded";
    case "FAILED":
      return "failed";
    case "CANCELLED":
      return "cancelled";
    default:
      return "pending";
  }
}

/** A dispute in Stoa's words; null for one that names no payment of ours. */
export function disputeOf(dispute: PayPalDispute): DisputeSnapshot | null {
  const [disputed] = dispute.disputed_transactions;
  const paymentId = disputed?.seller_transaction_id ?? null;
  if (paymentId === null) return null;
  const status = disputeStatusOf(dispute);
  return {
    disputeId: dispute.dispute_id,
    paymentId,
    orderId: disputed?.custom ?? null,
    status,
    amount: fromPayPalMoney(dispute.dispute_amount),
    fee: null,
    fundsWithdrawn: status !== "won" && status !== "warning",
    reason: dispute.reason ?? "unknown",
    respondBy: dispute.seller_response_due_date ?? null,
    occurredAt: dispute.update_time ?? dispute.create_time ?? EPOCH,
  };
}

/** An inquiry is between buyer and seller; PayPal takes the money when it becomes a claim. */
function disputeStatusOf(dispute: PayPalDispute): DisputeStatus {
  if (dispute.status === "RESOLVED") {
    const outcome = dispute.dispute_outcome?.outcome_code ?? "";
    return /^(RESOLVED_BUYER_FAVOUR|ACCEPTED)$/.test(outcome) ? "lost" : "won";
  }
  if (dispute.dispute_life_cycle_stage === "INQUIRY") return "warning";
  return dispute.status === "WAITING_FOR_SELLER_RESPONSE" || dispute.status === "OPEN"
    ? "needs_response"
    : "under_review";
}
