import { testDatabase } from "@stoa/db/testing/database";
import postgres from "postgres";
import { afterEach, expect, test } from "vitest";
import { testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

/** A failed statement names its parameters, and these hold whom it was about. */
async function whileRefusing<T>(table: string, condition: string, work: () => Promise<T>): Promise<T> {
  const owner = postgres(database.url, { max: 1 });
  await owner.unsafe(`alter table ${table} add constraint refuses_here check (${condition}) not valid`);
  try {
    return await work();
  } finally {
    await owner.unsafe(`alter table ${table} drop constraint refuses_here`);
    await owner.end();
  }
}

/** Every text of a failure that the database keeps. */
async function keptErrors(): Promise<string[]> {
  const rows = await database.sql<{ text: string }[]>`
    select last_error as text from outbox where last_error is not null
    union all select last_error from inbox_events where last_error is not null
    union all select last_error from gateway_calls where last_error is not null
    union all select last_error from lms_syncs where last_error is not null
    union all select last_error from lms_health where last_error is not null`;
  return rows.map((row) => row.text);
}

async function paid(email: string): Promise<string> {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  return orderId;
}

afterEach(async () => {
  await shop.drain();
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

test("an event and its job that fail keep the reason, and not whose address was written", async () => {
  const email = "leaky.event@example.com";
  await whileRefusing("entitlements", `email_normalised <> '${email}'`, async () => {
    await paid(email);
    await shop.drain();
  });
  const kept = await keptErrors();
  // The gateway tells of one sale by several events, of which as many are delivered as have come by now.
  expect(kept.filter((text) => text.includes("refuses_here")).length).toBeGreaterThanOrEqual(2);
  expect(kept.join()).not.toContain(email);
});

test("a call to the gateway keeps why its answer could not be written, and not the buyer's page", async () => {
  await whileRefusing("orders", "redirect_url is null", async () => {
    const started = shop.start({ course: await shop.addCourse(), email: "leaky.call@example.com" });
    await expect(started).rejects.toThrow();
  });
  const [call] = await database.sql<{ last_error: string }[]>`select last_error from gateway_calls
    where last_error is not null`;
  expect(call?.last_error).toContain("refuses_here");
  expect(call?.last_error).not.toContain(shop.sandbox.url);
});

test("a sync with the LMS keeps why it failed, and not the learner's address", async () => {
  const email = "leaky.sync@example.com";
  await whileRefusing("lms_syncs", "lms_user is null", async () => {
    await paid(email);
    await shop.drain();
  });
  const kept = await keptErrors();
  expect(kept.filter((text) => text.includes("refuses_here")).length).toBeGreaterThanOrEqual(2);
  expect(kept.join()).not.toContain(email);
  shop.clock.advance(60 * 60_000);
});
