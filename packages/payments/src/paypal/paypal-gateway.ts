import { HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { BadGatewayConfig } from "../errors.ts";
import type { Gateway, Payouts } from "../gateway.ts";
import { paypalTakes } from "./amounts.ts";
import { type CertificateRules, createCertificates } from "./certificates.ts";
import { completeCheckout, createCheckout, expireCheckout, retrieveOrder } from "./checkouts.ts";
import { listDisputes, retrieveDispute } from "./disputes.ts";
import { factsOfPayPalEvent } from "./facts.ts";
import { listPayments, listRefunds, listUndelivered } from "./lists.ts";
import { retrievePayout, sendPayout } from "./payouts.ts";
import { type ApiConfig, createPayPalApi, LIVE_BASE, TEST_BASE } from "./paypal-api.ts";
import { findRefund, refund, retrievePayment, retrieveRefund } from "./refunds.ts";
import { checkoutOf } from "./transform.ts";
import { checkByCall, offlineCheck, verifyPayPalWebhook } from "./verify-webhook.ts";

export interface PayPalConfig extends ApiConfig {
  /** The id of the registered webhook, or several separated by commas while one replaces another. */
  webhookId: string;
  /** `certificate` checks signatures here; `call` lets PayPal check each of them. */
  verification?: "certificate" | "call" | undefined;
  /** PEM of the root under which webhooks are signed, when it is not PayPal itself that signs. */
  trustedRoot?: string | undefined;
}

/** PayPal behind Stoa's interface. Throws `BadGatewayConfig` for settings that cannot work. */
export function createPayPalGateway(config: PayPalConfig): Gateway & Payouts {
  const webhookIds = config.webhookId
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  if (webhookIds.length === 0) throw new BadGatewayConfig("PAYPAL_WEBHOOK_ID names no webhook");
  const api = createPayPalApi(config);
  const livemode = api.base === LIVE_BASE;
  const isSigned =
    config.verification === "call"
      ? checkByCall(api, webhookIds)
      : offlineCheck(createCertificates(certificateRules(api.base, config.trustedRoot)), webhookIds);
  return {
    name: "paypal",
    checkoutLifetime: { leastMs: MINUTE_MS, mostMs: 3 * HOUR_MS },
    listLagMs: 3 * HOUR_MS,
    takes: paypalTakes,
    createCheckout: (request, options) => createCheckout(api, request, options),
    retrieveCheckout: async (checkoutId, options) => checkoutOf(await retrieveOrder(api, checkoutId, options)),
    completeCheckout: (checkoutId, options) => completeCheckout(api, checkoutId, options),
    // PayPal has no search for orders, and nobody was sent to one whose answer never came.
    findCheckouts: async () => [],
    expireCheckout: (checkoutId, options) => expireCheckout(api, checkoutId, options),
    retrievePayment: (paymentId, options) => retrievePayment(api, paymentId, options),
    refund: (request, options) => refund(api, request, options),
    retrieveRefund: (refundId, options) => retrieveRefund(api, refundId, options),
    findRefund: (paymentId, refundKey, options) => findRefund(api, paymentId, refundKey, options),
    retrieveDispute: (disputeId, options) => retrieveDispute(api, disputeId, options),
    listPayments: (window, options) => listPayments(api, window, options),
    listRefunds: (window, options) => listRefunds(api, window, options),
    listDisputes: (window, options) => listDisputes(api, window, options),
    listUndelivered: (window, options) => listUndelivered(api, window, livemode, options),
    sendPayout: (request, options) => sendPayout(api, request, options),
    retrievePayout: (payoutId, options) => retrievePayout(api, payoutId, options),
    payoutDestination: async (destination) => emailOf(destination),
    verifyWebhook: (request) => verifyPayPalWebhook(request, isSigned, livemode),
    factsOf: factsOfPayPalEvent,
  };
}

/** PayPal's own hosts; with a root of its own, the server that is configured signs, and nobody else. */
function certificateRules(base: string, trustedRoot: string | undefined): CertificateRules {
  if (base === LIVE_BASE) {
    return {
      origins: [LIVE_BASE, "https://api.paypal.com"],
      commonName: "messageverificationcerts.paypal.com",
    };
  }
  const commonName = "messageverificationcerts.sandbox.paypal.com";
  if (base === TEST_BASE) return { origins: [TEST_BASE, "https://api.sandbox.paypal.com"], commonName };
  if (trustedRoot === undefined) {
    throw new BadGatewayConfig("PAYPAL_CERT_ROOT is needed where PAYPAL_API_BASE is not PayPal's own");
  }
  return { origins: [new URL(base).origin], commonName, trustedRoot };
}

/** An address that can own an account. Whether it does, PayPal tells nobody: unclaimed money comes back by itself. */
function emailOf(destination: string): string | null {
  const address = destination.trim().toLowerCase();
  return /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(address) && address.length <= 127 ? address : null;
}
