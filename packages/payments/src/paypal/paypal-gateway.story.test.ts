import { HOUR_MS } from "@stoa/kit";
import { describe } from "vitest";
import { signing } from "../../../../apps/sandbox/src/paypal/certificate/certificate.ts";
import { signedHeaders } from "../../../../apps/sandbox/src/paypal/webhook-sender.ts";
import { testSandbox } from "../../../../tooling/testing/test-sandbox.ts";
import type { WebhookRequest } from "../gateway.ts";
import { describeGatewayContract } from "../testing/contract-suite.ts";
import { createPayPalGateway, type PayPalConfig } from "./paypal-gateway.ts";

const NEXT_WEBHOOK = "WH-NEXT";
const WEBHOOK = "WH-NOW";
const CLIENT = { clientId: "contract", clientSecret: "contract-secret" };

const sandbox = testSandbox({
  PAYPAL_CLIENT_ID: CLIENT.clientId,
  PAYPAL_CLIENT_SECRET: CLIENT.clientSecret,
  PAYPAL_WEBHOOK_ID: WEBHOOK,
});

function gateway(changes: Partial<PayPalConfig> = {}) {
  return createPayPalGateway({
    ...CLIENT,
    webhookId: `${NEXT_WEBHOOK},${WEBHOOK}`,
    trustedRoot: signing.root,
    apiBase: `${sandbox.url}/paypal`,
    ...changes,
  });
}

/** What names an order or a payout is somewhere in the resource; refunds name their capture only. */
async function webhooksOf(reference: string, least: number): Promise<WebhookRequest[]> {
  const texts = () => sandbox.webhooks.received.map((webhook) => ({ webhook, text: JSON.stringify(webhook.body) }));
  const all = () => {
    const direct = texts().filter(({ text }) => text.includes(reference));
    const captures = direct.flatMap(({ text }) => [...text.matchAll(/captures\/([A-Z0-9]{17})"/g)].map(([, id]) => id));
    return texts()
      .filter(({ text }) => text.includes(reference) || captures.some((id) => id !== undefined && text.includes(id)))
      .map(({ webhook }) => webhook);
  };
  await sandbox.webhooks.waitFor(() => all().length >= least);
  return all();
}

function contract(verification: "certificate" | "call") {
  describeGatewayContract(`PayPal (webhooks by ${verification})`, {
    gateway: () => gateway({ verification }),
    impatientGateway: () => gateway({ timeoutMs: 200 }),
    unreachableGateway: () => gateway({ apiBase: "http://127.0.0.1:9/paypal" }),
    strangerGateway: () => gateway({ clientSecret: "wrong" }),
    gatewayWithOldSecret: () => gateway({ webhookId: WEBHOOK, verification }),
    pay: async (reference, outcome) => void (await sandbox.control("POST", "pay", { reference, outcome })),
    refundInDashboard: async (reference, amount) =>
      void (await sandbox.control("POST", "refund", { reference, ...(amount === undefined ? {} : { amount }) })),
    dispute: async (reference, outcome) => void (await sandbox.control("POST", "dispute", { reference, outcome })),
    fault: async (kind) =>
      void (await sandbox.control("POST", "faults", { target: "paypal", kind, rate: 1, delayMs: 1_000 })),
    loseWebhooks: async () =>
      void (await sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 })),
    faultsOff: async () => void (await sandbox.control("DELETE", "faults")),
    webhooksOf,
    checkoutsOf: async (orderId) => (await sandbox.state()).checkouts.filter((one) => one.orderId === orderId).length,
    payoutsOf: async (key) => (await sandbox.state()).payouts.filter((one) => one.key === key).length,
    returnPayout: async (reference) =>
      void (await sandbox.control("POST", "payout", { reference, outcome: "returned" })),
    payee: { accepted: "payee@example.test", refused: ["payee", "payee@host", "a b@example.test", ""] },
    oldestWebhookMs: 73 * HOUR_MS,
    sign: (rawBody, signedAt) => {
      const time = `${signedAt.toISOString().slice(0, 19)}Z`;
      const transmission = { id: crypto.randomUUID(), time, webhookId: WEBHOOK };
      const headers = signedHeaders(new TextDecoder().decode(rawBody), transmission, sandbox.url);
      return { rawBody, headers: new Headers(headers), receivedAt: signedAt };
    },
  });
}

describe("over the sandbox", () => {
  contract("certificate");
  contract("call");
});
