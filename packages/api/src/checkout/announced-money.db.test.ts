import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { newId } from "@stoa/kit";
import { afterEach, beforeAll, expect, test } from "vitest";
import { EVENTS, type EventType } from "../platform/events.ts";
import { addPerson } from "../testing/people.ts";
import { testShop } from "./testing/shop.ts";
import { eur, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

beforeAll(async () => {
  const { id: createdBy } = await addPerson(shop.services, "ada");
  const endpoint = { id: newId("webhookEndpoint"), url: "https://crm.example", description: "CRM", createdBy };
  const eventTypes = Object.keys(EVENTS);
  await shop.services.db.insert(tables.webhookEndpoints).values({ ...endpoint, eventTypes, secretSealed: "sealed" });
});

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** What other systems are going to be told of an order's money, as far as it keeps to what was declared. */
async function announcedOf(orderId: string) {
  const rows = await database.sql<{ type: EventType; body: string }[]>`
    select type, body from webhook_messages where body like ${`%${orderId}%`} order by created_at, id`;
  return rows.map(({ type, body }) => [type, EVENTS[type].data.parse(JSON.parse(body).data)]);
}

/** Two courses, of 49.00 and 19.00 EUR, bought by somebody who has an account. */
async function sold() {
  const { id: userId, email } = await addPerson(shop.services, "ben", { email: `${newId("user")}@example.com` });
  const courses = [await shop.addCourse(), await shop.addCourse({ priceMinor: 1_900 })] as const;
  const lines = courses.map(({ slug }) => ({ kind: "course" as const, id: slug, quantity: 1 }));
  const { orderId } = await shop.start({ course: courses[0], lines, email });
  const { paymentId } = await gateway.payment(orderId, eur(6_800));
  const [first, second] = await database.sql<{ id: string }[]>`
    select id from order_lines where order_id = ${orderId} order by position`;
  const line = { kind: "course", quantity: 1 };
  const paid = {
    orderId,
    userId,
    total: eur(6_800),
    lines: [
      { ...line, lineId: first?.id, subjectId: courses[0].id, total: eur(4_900) },
      { ...line, lineId: second?.id, subjectId: courses[1].id, total: eur(1_900) },
    ],
  };
  return { orderId, userId, paymentId, paid };
}

test("other systems are told of a sale with its lines, and of each refund once", async () => {
  const { orderId, userId, paymentId, paid } = await sold();
  for (const refundId of ["re_announced_1", "re_announced_1", "re_announced_2"])
    await gateway.refund(paymentId, eur(900), { refundId });
  const refund = { orderId, userId, refundId: expect.stringMatching(/^rfd_/), amount: eur(900) };
  expect(await announcedOf(orderId)).toEqual([
    ["order.paid", paid],
    ["order.refunded", refund],
    ["order.refunded", refund],
  ]);
});

test.each(["won", "lost"] as const)("other systems are told of a dispute, and that it was %s", async (outcome) => {
  const { orderId, userId, paymentId, paid } = await sold();
  const respondBy = new Date("2026-12-01T00:00:00.000Z");
  for (const status of ["needs_response", "under_review", outcome] as const)
    await gateway.dispute(paymentId, eur(6_800), { disputeId: `dp_announced_${outcome}`, status, respondBy });
  const dispute = { orderId, userId, disputeId: expect.stringMatching(/^dsp_/), amount: eur(6_800) };
  expect(await announcedOf(orderId)).toEqual([
    ["order.paid", paid],
    ["order.disputed", { ...dispute, reason: "fraudulent", respondBy: respondBy.toISOString() }],
    ["order.dispute_closed", { ...dispute, outcome }],
  ]);
});

test("money that is no sale of ours is nobody else's news", async () => {
  const unknown = "ord_77777777777777777777777777";
  const { paymentId } = await gateway.payment(unknown, eur(4_900));
  await gateway.dispute(paymentId, eur(4_900), { disputeId: "dp_of_nothing" });
  await gateway.refund(paymentId, eur(900));
  const { orderId } = await shop.start({ course: await shop.addCourse(), email: "held-news@example.com" });
  const held = await gateway.payment(orderId, eur(4_500));
  await gateway.refund(held.paymentId, eur(4_500));
  expect([...(await announcedOf(unknown)), ...(await announcedOf(orderId))]).toEqual([]);
});
