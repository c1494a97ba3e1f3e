import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { createGateways, type VerifiedEvent } from "@stoa/payments";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { SECRETS, signed } from "../checkout/testing/shop.ts";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { WebhookTooLarge } from "./errors.ts";
import { receiveWebhook, storeCollectedEvent, WEBHOOK_BYTES_MAX } from "./receive-webhook.ts";

const stripe = { secretKey: "sk_test_x", webhookSecret: SECRETS.now, apiBase: "http://127.0.0.1:9" };
const services = testServices(testDatabase(), { gateways: createGateways({ stripe }) });
let serial = 0;
let eventId = "";

beforeEach(() => {
  serial += 1;
  eventId = `evt_${serial}`;
});

const bodyOf = (amount: number) => ({
  id: eventId,
  object: "event",
  api_version: "2026-09-30.clover",
  type: "charge.updated",
  created: Math.floor(services.clock.now().getTime() / 1_000),
  livemode: false,
  data: { object: { id: "ch_1", object: "charge", amount } },
});
const deliver = (amount = 100) =>
  receiveWebhook(guest(services), {
    gateway: "stripe",
    ...signed(bodyOf(amount), SECRETS.now, services.clock.now()),
  });
const collect = (amount = 100) => {
  const event: VerifiedEvent = {
    gateway: "stripe",
    eventId,
    type: "charge.updated",
    occurredAt: services.clock.now(),
    livemode: false,
    payload: bodyOf(amount),
  };
  return storeCollectedEvent(guest(services), event);
};
async function stored() {
  const [row] = await services.db.select().from(tables.inboxEvents).where(eq(tables.inboxEvents.eventId, eventId));
  const jobs = (await services.db.select().from(tables.outbox)).filter((job) =>
    JSON.stringify(job.payload).includes(eventId),
  );
  return { row, jobs: jobs.map(({ job, payload }) => ({ job, payload })) };
}

test("an event is stored with its bytes and queued once, however often it is delivered", async () => {
  expect([await deliver(), await deliver(), await deliver()]).toEqual(["new", "repeated", "repeated"]);
  const { row, jobs } = await stored();
  expect(row).toMatchObject({ gateway: "stripe", type: "charge.updated", deliveries: 3, conflicting: false });
  expect(row).toMatchObject({ collected: false, livemode: false });
  expect(JSON.parse(row?.body.toString("utf8") ?? "")).toEqual(bodyOf(100));
  expect(jobs).toEqual([{ job: "payments.handle_event", payload: { gateway: "stripe", eventId } }]);
});

test("the same event with other bytes is flagged on the first, which stays what it was", async () => {
  expect([await deliver(100), await deliver(999), await deliver(100)]).toEqual(["new", "conflicting", "repeated"]);
  const { row, jobs } = await stored();
  expect(row).toMatchObject({ deliveries: 3, conflicting: true });
  expect(row?.body.toString("utf8")).toContain('"amount":100');
  expect(jobs).toHaveLength(1);
});

test("what was read from the gateway itself need not be the same bytes as what it delivers", async () => {
  expect([await collect(100), await deliver(999), await collect(5)]).toEqual(["new", "repeated", "repeated"]);
  expect((await stored()).row).toMatchObject({ collected: true, deliveries: 3, conflicting: false });
  eventId = `${eventId}_other`;
  expect([await deliver(100), await collect(999)]).toEqual(["new", "repeated"]);
  expect((await stored()).row).toMatchObject({ collected: false, conflicting: false });
});

test("what is larger than a megabyte is turned away before it is read as anything", async () => {
  const webhook = (bytes: number) => ({
    gateway: "stripe" as const,
    rawBody: new Uint8Array(bytes),
    headers: new Headers(),
  });
  await expect(receiveWebhook(guest(services), webhook(WEBHOOK_BYTES_MAX + 1))).rejects.toThrow(WebhookTooLarge);
  await expect(receiveWebhook(guest(services), webhook(WEBHOOK_BYTES_MAX))).rejects.not.toThrow(WebhookTooLarge);
});
