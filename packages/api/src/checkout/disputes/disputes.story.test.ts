import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createCaller } from "../../root.ts";
import { addPerson, signedIn } from "../../testing/people.ts";
import { payForCourses } from "../testing/paid-order.ts";
import { testShop } from "../testing/shop.ts";
import { eur, told } from "../testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);
const EXPLANATION = "The buyer opened the course on the day they bought it, and has read half of it.";
let admin: ReturnType<typeof createCaller>;

beforeAll(async () => {
  admin = createCaller(await signedIn(shop.services, await addPerson(shop.services, "ada")));
});

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  expect(await shop.breaches()).toEqual([]);
});

/** A paid order whose buyer's bank disputes it at the sandbox. */
async function disputed() {
  const order = await payForCourses(shop, database, [4_900]);
  await shop.sandbox.control("POST", "dispute", { reference: order.orderId, outcome: "opened" });
  for (const webhook of await shop.webhooksOf(order.orderId, "charge.dispute.created")) await shop.deliver(webhook);
  await shop.drain();
  const { items } = await admin.checkout.disputes.list({ limit: 100 });
  const dispute = items.find((item) => item.orderId === order.orderId);
  if (!dispute) throw new Error("the dispute is not in the list");
  return { order, dispute };
}

describe("a dispute", () => {
  test("is listed with its date, its order and the gateway's own page", async () => {
    const { order, dispute } = await disputed();
    expect(dispute).toMatchObject({
      status: "open",
      email: order.email,
      amount: eur(4_900),
      takesEvidence: true,
      evidenceSentAt: null,
      page: `https://dashboard.stripe.com/disputes/${dispute.gatewayDisputeId}`,
    });
    expect(dispute.dueBy?.getTime()).toBeGreaterThan(Date.now());
    expect(await admin.checkout.disputes.get({ id: dispute.id })).toEqual(dispute);
  });

  test("is answered once, in words that reach the bank, and its order's timeline tells of it", async () => {
    const { order, dispute } = await disputed();
    const send = () => admin.checkout.disputes.submitEvidence({ disputeId: dispute.id, explanation: EXPLANATION });
    await send();
    await expect(send()).rejects.toThrow("no evidence");
    const [held] = await shop.sandbox.sql`
      select body->>'status' as status, body #>> '{evidence_details,submission_count}' as sent
      from stripe.object where id = ${dispute.gatewayDisputeId}`;
    expect(held).toEqual({ status: "under_review", sent: "1" });
    await shop.sandbox.control("POST", "dispute", { reference: order.orderId, outcome: "won" });
    for (const webhook of await shop.webhooksOf(order.orderId, "charge.dispute.closed")) await shop.deliver(webhook);
    await shop.drain();
    const { items } = await admin.orders.timeline({ id: order.orderId });
    const told = items.map((item) => item.what).filter((what) => /dispute|evidence/.test(what));
    expect(told).toEqual(
      expect.arrayContaining([
        "checkout.dispute_open",
        "dispute_opened",
        "dispute_evidence",
        "checkout.submit_evidence",
        "checkout.dispute_won",
        "dispute_won",
      ]),
    );
    await expect(send()).rejects.toThrow("no evidence");
  });

  test("whose evidence got no answer may be answered again with the same words", async () => {
    const { dispute } = await disputed();
    const send = () => admin.checkout.disputes.submitEvidence({ disputeId: dispute.id, explanation: EXPLANATION });
    await shop.sandbox.control("POST", "faults", { target: "stripe", kind: "cut_after", rate: 1 });
    await expect(send()).rejects.toThrow();
    await shop.sandbox.control("DELETE", "faults");
    await send();
    const [call] = await database.sql`select status, attempts from gateway_calls where subject_id = ${dispute.id}`;
    expect(call).toEqual({ status: "succeeded", attempts: 2 });
  });

  test("that is lost takes the invoice back by a credit note, and stands among the lost", async () => {
    const { order, dispute } = await disputed();
    await shop.sandbox.control("POST", "dispute", { reference: order.orderId, outcome: "lost" });
    for (const webhook of await shop.webhooksOf(order.orderId, "charge.dispute.closed")) await shop.deliver(webhook);
    await shop.drain();
    const { items } = await admin.orders.creditNotes({ id: order.orderId });
    expect(items).toMatchObject([{ because: "dispute_lost", total: eur(4_900) }]);
    const lost = await admin.checkout.disputes.list({ status: "lost", limit: 100 });
    expect(lost.items.map((item) => item.id)).toContain(dispute.id);
  });

  test("without a date comes after those that have one, page by page", async () => {
    const order = await payForCourses(shop, database, [1_000, 2_000]);
    const [row] = await database.sql`select gateway_payment_id as id from payments where order_id = ${order.orderId}`;
    await gateway.dispute(row?.id, eur(100), { disputeId: "dp_undated" });
    await gateway.dispute(row?.id, eur(100), { disputeId: "dp_soon", respondBy: new Date("2026-12-01T00:00:00Z") });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await admin.checkout.disputes.list({ limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((item) => item.gatewayDisputeId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.at(-1)).toBe("dp_undated");
    expect(seen).toContain("dp_soon");
  });

  test("is answered by those who decide about payments alone", async () => {
    const { dispute } = await disputed();
    const omar = createCaller(await signedIn(shop.services, await addPerson(shop.services, "omar")));
    expect((await omar.checkout.disputes.get({ id: dispute.id })).id).toBe(dispute.id);
    const attempt = omar.checkout.disputes.submitEvidence({ disputeId: dispute.id, explanation: EXPLANATION });
    await expect(attempt).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
