import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { createGateways } from "@stoa/payments";
import { expect, test } from "vitest";
import { signed } from "../checkout/testing/shop.ts";
import { testServices } from "../testing/services.ts";
import { handleWebhook } from "./webhook-handler.ts";

const SECRET = "whsec_listed";
const services = testServices(testDatabase(), {
  environment: { WEBHOOK_IP_ALLOW: "3.18.12.63, 198.51.100.0/24,2001:db8:5::/48", TRUSTED_PROXIES: "1" },
  gateways: createGateways({ stripe: { secretKey: "sk_test_listed", webhookSecret: SECRET, apiBase: undefined } }),
});
let serial = 0;

const deliver = (headers: Record<string, string>) => {
  serial += 1;
  const event = {
    id: `evt_listed_${serial}`,
    object: "event",
    type: "plan.created",
    api_version: "2026-10-28",
    created: 1,
  };
  const webhook = signed(
    { ...event, livemode: false, data: { object: { id: "plan_1", object: "plan" } } },
    SECRET,
    services.clock.now(),
  );
  for (const [name, value] of Object.entries(headers)) webhook.headers.set(name, value);
  const request = new Request("http://web.test/api/webhooks/stripe", {
    method: "POST",
    headers: webhook.headers,
    body: Buffer.from(webhook.rawBody),
  });
  return handleWebhook(services, "stripe", request);
};
const stored = async () => (await services.db.select().from(tables.inboxEvents)).length;

test("a webhook is taken from a listed address or network, of either family", async () => {
  const before = await stored();
  for (const ip of ["3.18.12.63", "198.51.100.200", "2001:db8:5::9", "::ffff:3.18.12.63"])
    expect([ip, (await deliver({ "x-forwarded-for": ip })).status]).toEqual([ip, 200]);
  expect(await stored()).toBe(before + 4);
});

test("from anywhere else it is refused before its signature is looked at, and nothing is stored", async () => {
  const before = await stored();
  for (const ip of ["3.18.12.64", "198.51.101.1", "2001:db8:6::1"]) {
    const answer = await deliver({ "x-forwarded-for": ip, "stripe-signature": "none" });
    expect([ip, answer.status, await answer.json()]).toEqual([ip, 403, { error: { code: "webhook_source_refused" } }]);
  }
  expect(await stored()).toBe(before);
});

test("a listed address that the caller wrote down itself helps nobody", async () => {
  expect((await deliver({ "x-forwarded-for": "3.18.12.63, 203.0.113.9" })).status).toBe(403);
  expect((await deliver({ "x-stoa-peer": "203.0.113.9", "x-real-ip": "3.18.12.63" })).status).toBe(403);
});
