import { UnknownCurrency } from "@stoa/kit";
import type { GatewayFact } from "../gateway.ts";
import { payloadReader } from "../read-payload.ts";
import { dateOf, disputeOf, orderOfSession, paymentOf, paymentOfSession, refundOf, transferOf } from "./transform.ts";
import {
  disputeSchema,
  eventSchema,
  paymentIntentSchema,
  refundSchema,
  type StripeEventBody,
  type StripeSession,
  sessionSchema,
  transferSchema,
} from "./types.ts";

/** What an event of Stripe means to Stoa. Pure; see `Gateway.factsOf`. */
export function factsOfStripeEvent(event: { type: string; payload: unknown }): GatewayFact[] {
  const reader = READERS.get(event.type);
  if (reader === undefined) return nothing(event.type);
  const body = read(eventSchema, event.payload, "event");
  try {
    return reader(body);
  } catch (error) {
    // Money in a currency Stoa does not sell in cannot belong to an order of Stoa.
    if (error instanceof UnknownCurrency) return nothing(event.type);
    throw error;
  }
}

/** Reads an object of Stripe's. Throws `MalformedPayload` that names the first field at fault. */
export const read = payloadReader("stripe");

type Reader = (event: StripeEventBody) => GatewayFact[];

/** A map, because an event's type is a stranger's text and an object knows `constructor`. */
const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries<Reader>({
    "checkout.session.completed": sessionCompleted,
    "checkout.session.async_payment_succeeded": sessionPaid,
    "checkout.session.async_payment_failed": sessionFailed,
    "checkout.session.expired": sessionExpired,
    "payment_intent.succeeded": intentChanged,
    "payment_intent.processing": intentChanged,
    "payment_intent.amount_capturable_updated": intentChanged,
    "payment_intent.payment_failed": intentChanged,
    "payment_intent.canceled": intentChanged,
    "refund.created": refundChanged,
    "refund.updated": refundChanged,
    "refund.failed": refundChanged,
    // Accounts on API versions before 2024-10 tell of refunds by these two only.
    "charge.refund.updated": refundChanged,
    "charge.refunded": chargeRefunded,
    "charge.dispute.created": disputeChanged,
    "charge.dispute.updated": disputeChanged,
    "charge.dispute.closed": disputeChanged,
    "charge.dispute.funds_withdrawn": disputeChanged,
    "charge.dispute.funds_reinstated": disputeChanged,
    "transfer.created": transferChanged,
    "transfer.updated": transferChanged,
    "transfer.reversed": transferChanged,
  }),
);

function sessionOf(event: StripeEventBody): StripeSession {
  return read(sessionSchema, event.data.object, event.type);
}

/** `unpaid` here is a delayed method: the buyer is done, the money is not there yet. */
function sessionCompleted(event: StripeEventBody): GatewayFact[] {
  const session = sessionOf(event);
  if (session.payment_status !== "unpaid") return sessionPaid(event);
  const payment = paymentOfSession(session, dateOf(event.created), "pending");
  return [{ kind: "payment_pending", checkoutId: session.id, payment }];
}

function sessionPaid(event: StripeEventBody): GatewayFact[] {
  const session = sessionOf(event);
  const payment = paymentOfSession(session, dateOf(event.created), "succeeded");
  return [{ kind: "payment_succeeded", checkoutId: session.id, payment }];
}

function sessionFailed(event: StripeEventBody): GatewayFact[] {
  const session = sessionOf(event);
  const payment = paymentOfSession(session, dateOf(event.created), "failed");
  return [{ kind: "payment_failed", checkoutId: session.id, payment, reason: null }];
}

function sessionExpired(event: StripeEventBody): GatewayFact[] {
  const session = sessionOf(event);
  return [{ kind: "checkout_expired", checkoutId: session.id, orderId: orderOfSession(session) }];
}

function intentChanged(event: StripeEventBody): GatewayFact[] {
  const intent = read(paymentIntentSchema, event.data.object, event.type);
  const payment = paymentOf(intent, dateOf(event.created));
  switch (payment.status) {
    case "succeeded":
      return [{ kind: "payment_succeeded", checkoutId: null, payment }];
    case "failed":
    case "cancelled":
      return [
        { kind: "payment_failed", checkoutId: null, payment, reason: intent.last_payment_error?.message ?? null },
      ];
    default:
      return [{ kind: "payment_pending", checkoutId: null, payment }];
  }
}

function refundChanged(event: StripeEventBody): GatewayFact[] {
  const refund = refundOf(read(refundSchema, event.data.object, event.type));
  return refund === null ? nothing(event.type) : [{ kind: "refund_changed", refund }];
}

/** Up to 2022-11-15 the charge brings its refunds with it; later versions send `refund.*` events instead. */
function chargeRefunded(event: StripeEventBody): GatewayFact[] {
  const refunds: unknown = Reflect.get(event.data.object, "refunds");
  const data: unknown = typeof refunds === "object" && refunds !== null ? Reflect.get(refunds, "data") : undefined;
  const facts = (Array.isArray(data) ? data : []).flatMap((item): GatewayFact[] => {
    const refund = refundOf(read(refundSchema, item, event.type));
    return refund === null ? [] : [{ kind: "refund_changed", refund }];
  });
  return facts.length === 0 ? nothing(event.type) : facts;
}

function disputeChanged(event: StripeEventBody): GatewayFact[] {
  const dispute = disputeOf(read(disputeSchema, event.data.object, event.type), dateOf(event.created));
  return dispute === null ? nothing(event.type) : [{ kind: "dispute_changed", dispute }];
}

function transferChanged(event: StripeEventBody): GatewayFact[] {
  return [{ kind: "payout_changed", payout: transferOf(read(transferSchema, event.data.object, event.type)) }];
}

function nothing(type: string): GatewayFact[] {
  return [{ kind: "not_relevant", type }];
}
