import { HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { BadGatewayConfig, GatewayRefused, MalformedPayload } from "../errors.ts";
import type {
  CallOptions,
  Captures,
  CheckoutRequest,
  CheckoutSnapshot,
  Disputes,
  Gateway,
  HostedCheckout,
  PaymentSnapshot,
  Payouts,
  ReadOptions,
  RefundRequest,
  RefundSnapshot,
} from "../gateway.ts";
import { sessionParams } from "./checkout.ts";
import { stripeTakes, toStripeAmount } from "./currencies.ts";
import { listDisputes, retrieveDispute, submitEvidence } from "./disputes.ts";
import { factsOfStripeEvent, read } from "./facts.ts";
import { findCheckouts, findRefund, listPayments, listRefunds, listUndelivered } from "./lists.ts";
import { createStripeApi, type StripeApi, type StripeConfig } from "./stripe-api.ts";
import { payoutDestination, retrievePayout, sendPayout } from "./transfers.ts";
import { checkoutOf, dateOf, paymentOf, REFUND_KEY, refundOf } from "./transform.ts";
import { paymentIntentSchema, refundSchema, sessionSchema } from "./types.ts";
import { verifyStripeWebhook } from "./verify-webhook.ts";

const PAYMENT_EXPANDED = ["latest_charge.balance_transaction"];
const CHECKOUT_EXPANDED = ["payment_intent.latest_charge.balance_transaction"];

/** Stripe Checkout behind Stoa's interface. Throws `BadGatewayConfig` for settings that cannot work. */
export function createStripeGateway(config: StripeConfig): Gateway & Captures & Disputes & Payouts {
  const secrets = config.webhookSecret
    .split(",")
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
  if (secrets.length === 0) throw new BadGatewayConfig("STRIPE_WEBHOOK_SECRET names no secret");
  const api = createStripeApi(config);
  return {
    name: "stripe",
    checkoutLifetime: { leastMs: 30 * MINUTE_MS, mostMs: 24 * HOUR_MS },
    listLagMs: 0,
    takes: stripeTakes,
    createCheckout: (request, options) => createCheckout(api, request, options),
    retrieveCheckout: (checkoutId, options) => retrieveCheckout(api, checkoutId, options),
    // Stripe takes the money itself as soon as the buyer has paid.
    completeCheckout: (checkoutId, options) => retrieveCheckout(api, checkoutId, options),
    findCheckouts: (orderId, since, options) => findCheckouts(api, orderId, since, options),
    expireCheckout: (checkoutId, options) => expireCheckout(api, checkoutId, options),
    retrievePayment: (paymentId, options) => retrievePayment(api, paymentId, options),
    capture: (paymentId, amount, options) => capture(api, paymentId, amount, options),
    cancel: (paymentId, options) => cancel(api, paymentId, options),
    refund: (request, options) => refund(api, request, options),
    retrieveRefund: (refundId, options) => retrieveRefund(api, refundId, options),
    findRefund: (paymentId, refundKey, options) => findRefund(api, paymentId, refundKey, options),
    retrieveDispute: (disputeId, options) => retrieveDispute(api, disputeId, options),
    submitEvidence: (disputeId, evidence, options) => submitEvidence(api, disputeId, evidence, options),
    listPayments: (window, options) => listPayments(api, window, options),
    listRefunds: (window, options) => listRefunds(api, window, options),
    listDisputes: (window, options) => listDisputes(api, window, options),
    listUndelivered: (window, options) => listUndelivered(api, window, options),
    payoutDestination: (destination, options) => payoutDestination(api, destination, options),
    sendPayout: (request, options) => sendPayout(api, request, options),
    retrievePayout: (payoutId, options) => retrievePayout(api, payoutId, options),
    verifyWebhook: async (request) => verifyStripeWebhook(request, secrets),
    factsOf: factsOfStripeEvent,
  };
}

async function createCheckout(api: StripeApi, request: CheckoutRequest, options: CallOptions): Promise<HostedCheckout> {
  const params = sessionParams(request);
  const session = await api.call("createCheckout", "write", options, (stripe) =>
    stripe.checkout.sessions.create(params, { idempotencyKey: options.idempotencyKey }),
  );
  if (session.url === null) throw new MalformedPayload("stripe", "checkout.session", "an open session has no url");
  return { checkoutId: session.id, redirectUrl: session.url, expiresAt: dateOf(session.expires_at) };
}

async function retrieveCheckout(
  api: StripeApi,
  checkoutId: string,
  options: ReadOptions = {},
): Promise<CheckoutSnapshot> {
  const session = await api.call("retrieveCheckout", "read", options, (stripe) =>
    stripe.checkout.sessions.retrieve(checkoutId, { expand: CHECKOUT_EXPANDED }),
  );
  return checkoutOf(read(sessionSchema, session, "checkout.session"));
}

/** Only an open session can be expired. One that is not open any more is given as it is. */
async function expireCheckout(api: StripeApi, checkoutId: string, options: CallOptions): Promise<CheckoutSnapshot> {
  try {
    await api.call("expireCheckout", "write", options, (stripe) =>
      stripe.checkout.sessions.expire(checkoutId, {}, { idempotencyKey: options.idempotencyKey }),
    );
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
  }
  return retrieveCheckout(api, checkoutId, options);
}

async function retrievePayment(api: StripeApi, paymentId: string, options: ReadOptions = {}): Promise<PaymentSnapshot> {
  const intent = await api.call("retrievePayment", "read", options, (stripe) =>
    stripe.paymentIntents.retrieve(paymentId, { expand: PAYMENT_EXPANDED }),
  );
  return paymentOf(read(paymentIntentSchema, intent, "payment_intent"));
}

async function capture(
  api: StripeApi,
  paymentId: string,
  amount: RefundRequest["amount"],
  options: CallOptions,
): Promise<PaymentSnapshot> {
  const params = amount === null ? {} : { amount_to_capture: toStripeAmount(amount) };
  const intent = await api.call("capture", "write", options, (stripe) =>
    stripe.paymentIntents.capture(paymentId, params, { idempotencyKey: options.idempotencyKey }),
  );
  return paymentOf(read(paymentIntentSchema, intent, "payment_intent"));
}

async function cancel(api: StripeApi, paymentId: string, options: CallOptions): Promise<PaymentSnapshot> {
  const intent = await api.call("cancel", "write", options, (stripe) =>
    stripe.paymentIntents.cancel(paymentId, {}, { idempotencyKey: options.idempotencyKey }),
  );
  return paymentOf(read(paymentIntentSchema, intent, "payment_intent"));
}

async function refund(api: StripeApi, request: RefundRequest, options: CallOptions): Promise<RefundSnapshot> {
  const refunded = await api.call("refund", "write", options, (stripe) =>
    stripe.refunds.create(
      {
        payment_intent: request.paymentId,
        ...(request.amount === null ? {} : { amount: toStripeAmount(request.amount) }),
        ...(request.reason === null ? {} : { reason: request.reason }),
        metadata: { ...request.metadata, [REFUND_KEY]: request.refundKey },
      },
      { idempotencyKey: options.idempotencyKey },
    ),
  );
  return ourRefund(refunded);
}

async function retrieveRefund(api: StripeApi, refundId: string, options: ReadOptions = {}): Promise<RefundSnapshot> {
  return ourRefund(await api.call("retrieveRefund", "read", options, (stripe) => stripe.refunds.retrieve(refundId)));
}

function ourRefund(refunded: unknown): RefundSnapshot {
  const snapshot = refundOf(read(refundSchema, refunded, "refund"));
  if (snapshot === null) throw new MalformedPayload("stripe", "refund", "it belongs to no payment intent");
  return snapshot;
}
