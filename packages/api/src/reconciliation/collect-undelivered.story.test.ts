import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "@stoa/kit";
import { afterEach, describe, expect, test } from "vitest";
import { SECRETS, signed, testShop } from "../checkout/testing/shop.ts";
import { contextAs } from "../testing/people.ts";
import { collectUndelivered } from "./collect-undelivered.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const worker = () => contextAs(shop.services, { kind: "job", id: "test" });

/** An order whose payment the gateway cannot tell of. */
async function paidUnheard(email: string): Promise<string> {
  await shop.sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 });
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  await shop.pay(orderId);
  return orderId;
}

describe("events that the gateway could not deliver", () => {
  test("are collected after an outage of days, from where the last complete run ended", async () => {
    await collectUndelivered(worker());
    const orderId = await paidUnheard("days@example.com");
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "pending" });
    shop.clock.advance(3 * DAY_MS);
    expect(await collectUndelivered(worker())).toBeGreaterThan(0);
    shop.clock.reset();
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", rights: 1, payments: 1 });
    shop.clock.advance(3 * DAY_MS);
    expect(await collectUndelivered(worker())).toBe(0);
  });

  test("and come late, in bytes of another make, are repeated and not conflicting", async () => {
    await database.sql`delete from gateway_marks`;
    await paidUnheard("late@example.com");
    shop.clock.advance(HOUR_MS / 2);
    await collectUndelivered(worker());
    shop.clock.reset();
    const rows = await database.sql<{ event_id: string; body: Buffer }[]>`
      select event_id, body from inbox_events where collected and received_at > now() - interval '1 minute'`;
    expect(rows.length).toBeGreaterThan(0);
    for (const { body } of rows) {
      const delivered = JSON.stringify({ ...JSON.parse(body.toString("utf8")), pending_webhooks: 7 }, null, 2);
      expect(await shop.deliver(signed(delivered, SECRETS.now))).toBe(200);
    }
    const [flagged] = await database.sql`select count(*)::int as events from inbox_events where conflicting`;
    expect(flagged).toEqual({ events: 0 });
    await shop.drain();
  });

  test("but were taken in, their answer lost, are not called conflicting when they are read", async () => {
    await database.sql`delete from gateway_marks`;
    const orderId = await paidUnheard("taken@example.com");
    const window = { from: new Date(Date.now() - MINUTE_MS), to: new Date(Date.now() + MINUTE_MS) };
    const { items } = await shop.services.gateways.get("stripe").listUndelivered(window);
    for (const { payload } of items)
      expect(await shop.deliver(signed(JSON.stringify(payload, null, 2), SECRETS.now))).toBe(200);
    shop.clock.advance(HOUR_MS / 2);
    expect(await collectUndelivered(worker())).toBe(0);
    shop.clock.reset();
    const [flagged] = await database.sql`select count(*)::int as events from inbox_events where conflicting`;
    expect(flagged).toEqual({ events: 0 });
    await shop.drain();
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid" });
  });
});
