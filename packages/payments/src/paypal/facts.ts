import { UnknownCurrency } from "@stoa/kit";
import type { GatewayFact, PaymentSnapshot } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { payoutOfItem } from "./payouts.ts";
import { checkoutOf, disputeOf, paymentOf, refundOf } from "./transform.ts";
import {
  captureSchema,
  disputeSchema,
  eventSchema,
  orderSchema,
  payoutItemSchema,
  refundSchema,
  reversedApprovalSchema,
} from "./types.ts";

const read = payloadReader("paypal");

/** What an event of PayPal means to Stoa. Pure; see `Gateway.factsOf`. */
export function factsOfPayPalEvent(event: { type: string; payload: unknown }): GatewayFact[] {
  const reader = READERS.get(event.type);
  if (reader === undefined) return nothing(event.type);
  const { resource } = read(eventSchema, event.payload, "event");
  try {
    return reader(resource, event.type);
  } catch (error) {
    // Money in a currency Stoa does not sell in cannot belong to an order of Stoa.
    if (error instanceof UnknownCurrency) return nothing(event.type);
    throw error;
  }
}

type Reader = (resource: unknown, type: string) => GatewayFact[];

/** A map, because an event's type is a stranger's text and an object knows `constructor`. */
const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    "CHECKOUT.ORDER.APPROVED": orderApproved,
    "CHECKOUT.ORDER.COMPLETED": orderCompleted,
    "CHECKOUT.PAYMENT-APPROVAL.REVERSED": approvalReversed,
    "PAYMENT.CAPTURE.COMPLETED": captureChanged,
    "PAYMENT.CAPTURE.PENDING": captureChanged,
    "PAYMENT.CAPTURE.DENIED": captureChanged,
    // Accounts on older versions say DECLINED.
    "PAYMENT.CAPTURE.DECLINED": captureChanged,
    "PAYMENT.CAPTURE.REFUNDED": refundChanged,
    "PAYMENT.CAPTURE.REVERSED": refundChanged,
    "PAYMENT.REFUND.PENDING": refundChanged,
    "PAYMENT.REFUND.FAILED": refundChanged,
    "CUSTOMER.DISPUTE.CREATED": disputeChanged,
    "CUSTOMER.DISPUTE.UPDATED": disputeChanged,
    "CUSTOMER.DISPUTE.RESOLVED": disputeChanged,
    "PAYMENT.PAYOUTS-ITEM.SUCCEEDED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.FAILED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.UNCLAIMED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.RETURNED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.BLOCKED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.CANCELED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.DENIED": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.HELD": payoutChanged,
    "PAYMENT.PAYOUTS-ITEM.REFUNDED": payoutChanged,
  }),
);

function orderApproved(resource: unknown, type: string): GatewayFact[] {
  const { checkoutId, orderId } = checkoutOf(read(orderSchema, resource, type));
  return [{ kind: "checkout_approved", checkoutId, orderId }];
}

function orderCompleted(resource: unknown, type: string): GatewayFact[] {
  const { checkoutId, payment } = checkoutOf(read(orderSchema, resource, type));
  return payment === null ? nothing(type) : [paymentFact(checkoutId, payment, null)];
}

/** The money was never taken, and the buyer would have to agree anew. */
function approvalReversed(resource: unknown, type: string): GatewayFact[] {
  const reversed = read(reversedApprovalSchema, resource, type);
  const orderId = reversed.purchase_units?.[0]?.custom_id ?? null;
  return [{ kind: "checkout_expired", checkoutId: reversed.order_id, orderId }];
}

function captureChanged(resource: unknown, type: string): GatewayFact[] {
  const capture = read(captureSchema, resource, type);
  const checkoutId = capture.supplementary_data?.related_ids?.order_id ?? null;
  return [paymentFact(checkoutId, paymentOf(capture, 0), capture.status_details?.reason ?? null)];
}

function paymentFact(checkoutId: string | null, payment: PaymentSnapshot, reason: string | null): GatewayFact {
  switch (payment.status) {
    case "succeeded":
      return { kind: "payment_succeeded", checkoutId, payment };
    case "failed":
    case "cancelled":
      return { kind: "payment_failed", checkoutId, payment, reason };
    default:
      return { kind: "payment_pending", checkoutId, payment };
  }
}

function refundChanged(resource: unknown, type: string): GatewayFact[] {
  const refund = refundOf(read(refundSchema, resource, type));
  return refund === null ? nothing(type) : [{ kind: "refund_changed", refund }];
}

function disputeChanged(resource: unknown, type: string): GatewayFact[] {
  const dispute = disputeOf(read(disputeSchema, resource, type));
  return dispute === null ? nothing(type) : [{ kind: "dispute_changed", dispute }];
}

function payoutChanged(resource: unknown, type: string): GatewayFact[] {
  return [{ kind: "payout_changed", payout: payoutOfItem(read(payoutItemSchema, resource, type)) }];
}

function nothing(type: string): GatewayFact[] {
  return [{ kind: "not_relevant", type }];
}
