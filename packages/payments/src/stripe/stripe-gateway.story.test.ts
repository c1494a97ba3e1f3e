import { addMs, MINUTE_MS } from "@stoa/kit";
import Stripe from "stripe";
import { expect, it } from "vitest";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import type { WebhookRequest } from "../gateway.ts";
import { checkoutRequest } from "../testing/contract-harness.ts";
import { describeGatewayContract } from "../testing/contract-suite.ts";
import type { StripeConfig } from "./stripe-api.ts";
import { createStripeGateway } from "./stripe-gateway.ts";

const NEW_SECRET = "whsec_new";
const OLD_SECRET = "whsec_old";
const SECRET_KEY = "sk_test_contract";

const sandbox = testSandbox({
  STRIPE_SECRET_KEY: SECRET_KEY,
  STRIPE_WEBHOOK_SECRET: `${NEW_SECRET},${OLD_SECRET}`,
});

function gateway(changes: Partial<StripeConfig> = {}) {
  return createStripeGateway({
    secretKey: SECRET_KEY,
    webhookSecret: `${NEW_SECRET},${OLD_SECRET}`,
    apiBase: sandbox.url,
    ...changes,
  });
}

async function webhooksOf(orderId: string, least: number): Promise<WebhookRequest[]> {
  const paymentOf = (object: Record<string, unknown>) =>
    object.object === "payment_intent" || object.object === "transfer" ? object.id : object.payment_intent;
  const ofOrder = (object: Record<string, unknown>) =>
    object.client_reference_id === orderId || JSON.stringify(object.metadata ?? {}).includes(orderId);
  const all = () => {
    const objects = sandbox.webhooks.received.map((webhook) => webhook.body.data.object);
    const payments = new Set(objects.filter(ofOrder).map(paymentOf));
    return sandbox.webhooks.received.filter((webhook) => payments.has(paymentOf(webhook.body.data.object)));
  };
  await sandbox.webhooks.waitFor(() => all().length >= least);
  return all();
}

describeGatewayContract("Stripe", {
  gateway,
  impatientGateway: () => gateway({ timeoutMs: 200 }),
  unreachableGateway: () => gateway({ apiBase: "http://127.0.0.1:9" }),
  strangerGateway: () => gateway({ secretKey: "sk_test_stranger" }),
  gatewayWithOldSecret: () => gateway({ webhookSecret: OLD_SECRET }),
  pay: async (reference, outcome) => void (await sandbox.control("POST", "pay", { reference, outcome })),
  refundInDashboard: async (reference, amount) =>
    void (await sandbox.control("POST", "refund", { reference, ...(amount === undefined ? {} : { amount }) })),
  dispute: async (reference, outcome) => void (await sandbox.control("POST", "dispute", { reference, outcome })),
  fault: async (kind) =>
    void (await sandbox.control("POST", "faults", { target: "stripe", kind, rate: 1, delayMs: 1_000 })),
  loseWebhooks: async () =>
    void (await sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 })),
  faultsOff: async () => void (await sandbox.control("DELETE", "faults")),
  webhooksOf,
  checkoutsOf: async (orderId) => (await sandbox.state()).checkouts.filter((one) => one.orderId === orderId).length,
  payoutsOf: async (key) => (await sandbox.state()).payouts.filter((one) => one.key === key).length,
  returnPayout: async (reference) => void (await sandbox.control("POST", "payout", { reference, outcome: "returned" })),
  payee: { accepted: "acct_payee", refused: ["acct_restricted", "payee@example.test", "acct", ""] },
  oldestWebhookMs: 5 * MINUTE_MS,
  sign: (rawBody, signedAt) => {
    const header = Stripe.webhooks.generateTestHeaderString({
      payload: new TextDecoder().decode(rawBody),
      secret: NEW_SECRET,
      timestamp: Math.floor(signedAt.getTime() / 1_000),
    });
    return { rawBody, headers: new Headers({ "stripe-signature": header }), receivedAt: signedAt };
  },
});

it("Stripe's checkouts are found by their order", async () => {
  const request = checkoutRequest();
  const { checkoutId } = await gateway().createCheckout(request, { idempotencyKey: request.orderId });
  const found = await gateway().findCheckouts(request.orderId, addMs(new Date(), -MINUTE_MS));
  expect(found).toMatchObject([{ checkoutId, status: "open", orderId: request.orderId }]);
});
