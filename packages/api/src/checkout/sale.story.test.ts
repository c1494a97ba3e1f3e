import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { followOrder } from "../orders/index.ts";
import { guest } from "../testing/people.ts";
import { testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, syncs: 1, receipts: 1, payments: 1, reviews: [] };

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

describe("the sale of a course to a guest", () => {
  test("goes from the cart over the gateway's page and one webhook to an enrolled learner", async () => {
    const course = await shop.addCourse();
    const started = await shop.start({ course, email: "Guest@Example.com" });
    expect(started).toMatchObject({ status: "pending", total: { amount: 4_900, currency: "EUR" } });
    expect(started.redirectUrl).toContain(shop.sandbox.url);

    await shop.pay(started.orderId);
    for (const webhook of await shop.webhooksOf(started.orderId, "checkout.session.completed")) {
      expect(await shop.deliver(webhook)).toBe(200);
    }
    await shop.drain();

    expect(await shop.outcomeOf(started.orderId)).toEqual(SOLD);
    const page = await followOrder(guest(shop.services, { orderToken: started.orderToken }), started.orderId);
    expect(page.lines[0]?.lms).toMatchObject({ status: "synced" });
  });
});
