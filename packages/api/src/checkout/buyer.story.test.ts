import { testDatabase } from "@stoa/db/testing/database";
import { DAY_MS } from "@stoa/kit";
import postgres from "postgres";
import { afterEach, describe, expect, test } from "vitest";
import { lmsClosedUntil } from "../lms/circuit-breaker.ts";
import { probeLms } from "../lms/probe-lms.ts";
import { readBack } from "../lms/read-back.ts";
import { followOrder, getOrder, OrderNotFound, receiptPdf } from "../orders/index.ts";
import { watchCheckouts } from "../reconciliation/watch-checkouts.ts";
import { addPerson, contextAs, guest, signedIn } from "../testing/people.ts";
import { acceptReview, closeReview } from "./decide-review.ts";
import { AlreadyOwned, CourseNotForSale, EmailNeeded, QuantityNotOffered, SameItemTwice } from "./errors.ts";
import { confirmFreeOrder } from "./free-order.ts";
import { sealFreeOrderLink } from "./free-order-link.ts";
import { joinGuestPurchases } from "./join-purchases.ts";
import { startCheckout } from "./start-checkout.ts";
import { freshAddress, testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, syncs: 1, receipts: 1, payments: 1, reviews: [] };

afterEach(async () => {
  await shop.sandbox.control("DELETE", "faults");
  shop.clock.reset();
  expect(await shop.breaches()).toEqual([]);
});

const wish = (id: string) => ({ kind: "course" as const, id, quantity: 1 });
const member = async (who: "asha" | "ben", as = {}) =>
  signedIn(shop.services, await addPerson(shop.services, who, as), { ip: freshAddress() });
const job = () => contextAs(shop.services, { kind: "job", id: "test" });

async function settleByWebhook(orderId: string): Promise<void> {
  await shop.pay(orderId);
  for (const webhook of await shop.webhooksOf(orderId, "checkout.session.completed")) await shop.deliver(webhook);
  await shop.drain();
}

describe("a buyer", () => {
  test("whose card is declined may try again in the same checkout", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "declined@example.com" });
    await shop.pay(order.orderId, "failed");
    for (const webhook of await shop.webhooksOf(order.orderId, "payment_intent.payment_failed"))
      await shop.deliver(webhook);
    await shop.drain();
    const waiting = await followOrder(guest(shop.services, { orderToken: order.orderToken }), order.orderId);
    expect(waiting).toMatchObject({ phase: "awaiting_payment", lastPaymentFailed: true });
    await settleByWebhook(order.orderId);
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });

  test("who lets the checkout lapse owes nothing and owns nothing", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "lapsed@example.com" });
    await shop.pay(order.orderId, "expired");
    for (const webhook of await shop.webhooksOf(order.orderId, "checkout.session.expired")) await shop.deliver(webhook);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "expired", rights: 0, payments: 0 });
  });

  test("who never comes back has the checkout closed at the gateway before the order is", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "away@example.com" });
    const quiet = () =>
      database.sql`update orders set updated_at = now() - interval '5 minutes' where id = ${order.orderId}`;
    await quiet();
    shop.clock.advance(400 * DAY_MS);
    await watchCheckouts(job());
    expect(await shop.outcomeOf(order.orderId), "whatever a worker takes for the time").toMatchObject({
      status: "pending",
    });
    shop.clock.reset();
    await quiet();
    await asOwner((sql) => sql`update orders set expires_at = now() where id = ${order.orderId}`);
    await watchCheckouts(job());
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "expired" });
    await expect(shop.pay(order.orderId)).rejects.toThrow();
  });

  test("T41 who buys the same course twice has the second payment held, where it can be given back", async () => {
    const course = await shop.addCourse();
    const first = await shop.start({ course, email: "twice@example.com" });
    const second = await shop.start({ course, email: "TWICE@example.com" });
    await settleByWebhook(first.orderId);
    await settleByWebhook(second.orderId);
    expect(await shop.outcomeOf(first.orderId)).toEqual(SOLD);
    const held = await shop.outcomeOf(second.orderId);
    expect(held).toMatchObject({ status: "review", rights: 0, invoices: 0, reviews: ["already_owned"] });

    await shop.sandbox.control("POST", "refund", { reference: second.orderId });
    for (const webhook of await shop.webhooksOf(second.orderId, "refund.created")) await shop.deliver(webhook);
    await shop.drain();
    expect(await shop.outcomeOf(second.orderId)).toMatchObject({ status: "refunded" });
    expect(await shop.outcomeOf(first.orderId)).toEqual(SOLD);
  });

  test("T19 T94 reads the order and its receipt by the token, and nobody does without it", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "reader@example.com" });
    await settleByWebhook(order.orderId);
    const owner = guest(shop.services, { orderToken: order.orderToken });
    expect(await getOrder(owner, order.orderId)).toMatchObject({ status: "paid", email: "reader@example.com" });
    const { body, fileName } = await receiptPdf(owner, order.orderId);
    expect(body.subarray(0, 5).toString()).toBe("%PDF-");
    expect(fileName).toMatch(/^STOA-\d{4}-\d{6}\.pdf$/);
    for (const stranger of [guest(shop.services), guest(shop.services, { orderToken: "wrong" })]) {
      await expect(getOrder(stranger, order.orderId)).rejects.toThrow(OrderNotFound);
      await expect(receiptPdf(stranger, order.orderId)).rejects.toThrow(OrderNotFound);
      await expect(followOrder(stranger, order.orderId)).rejects.toThrow(OrderNotFound);
    }
  });

  test("T38 is refused drafts, quantities, the same thing twice, and an order without an address", async () => {
    const course = await shop.addCourse();
    const draft = await shop.addCourse({ status: "draft" });
    const ctx = () => guest(shop.services, { ip: freshAddress() });
    const email = "refused@example.com";
    await expect(startCheckout(ctx(), { lines: [wish(draft.id)], email })).rejects.toThrow(CourseNotForSale);
    await expect(startCheckout(ctx(), { lines: [wish("no-such-course")], email })).rejects.toThrow(CourseNotForSale);
    await expect(startCheckout(ctx(), { lines: [{ ...wish(course.id), quantity: 2 }], email })).rejects.toThrow(
      QuantityNotOffered,
    );
    await expect(startCheckout(ctx(), { lines: [wish(course.id), wish(course.slug)], email })).rejects.toThrow(
      SameItemTwice,
    );
    await expect(startCheckout(ctx(), { lines: [wish(course.id)] })).rejects.toThrow(EmailNeeded);
  });
});

describe("a member", () => {
  test("gets the open order of the same cart back, and is told what they own", async () => {
    const course = await shop.addCourse();
    const asha = await member("asha");
    const first = await startCheckout(asha, { lines: [wish(course.id)] });
    const again = await startCheckout(asha, { lines: [wish(course.slug)] });
    expect(again.orderId).toBe(first.orderId);
    expect(again.redirectUrl).toBe(first.redirectUrl);
    await settleByWebhook(first.orderId);
    await expect(startCheckout(asha, { lines: [wish(course.id)] })).rejects.toThrow(AlreadyOwned);
  });

  test("finds under the account what was bought as a guest, once the address is proved", async () => {
    const course = await shop.addCourse();
    const order = await shop.start({ course, email: "later@example.com" });
    await settleByWebhook(order.orderId);
    const person = await addPerson(shop.services, "ben", { email: "later@example.com", emailVerified: false });
    expect(await joinGuestPurchases(job(), person.id)).toEqual({ orders: 0 });
    await database.sql`update users set email_verified_at = now() where id = ${person.id}`;
    expect(await joinGuestPurchases(job(), person.id)).toEqual({ orders: 1 });
    expect(await joinGuestPurchases(job(), person.id)).toEqual({ orders: 0 });
    const [right] = await database.sql`select user_id from entitlements where subject_id = ${course.id}`;
    expect(right).toEqual({ user_id: person.id });
  });
});

describe("a course that costs nothing", () => {
  test("is handed to a proved address at once, to any other by the link in a mail", async () => {
    const course = await shop.addCourse({ priceMinor: 0 });
    const ben = await member("ben", { email: "ben.free@example.com" });
    const atOnce = await startCheckout(ben, { lines: [wish(course.id)] });
    expect(atOnce).toMatchObject({ status: "paid", total: { amount: 0 } });
    await shop.drain();
    expect(await shop.outcomeOf(atOnce.orderId)).toEqual({ ...SOLD, payments: 0 });

    const asked = await shop.start({ course, email: "free@example.com" });
    expect(asked.status).toBe("pending");
    expect(await shop.outcomeOf(asked.orderId)).toMatchObject({ rights: 0 });
    const token = sealFreeOrderLink(job(), asked.orderId);
    await Promise.all([confirmFreeOrder(guest(shop.services), token), confirmFreeOrder(guest(shop.services), token)]);
    await shop.drain();
    expect(await shop.outcomeOf(asked.orderId)).toEqual({ ...SOLD, payments: 0 });
  });
});

describe("a free order of a member whose address is not proved yet", () => {
  async function waitingOrder(email: string) {
    const course = await shop.addCourse({ priceMinor: 0 });
    const person = await addPerson(shop.services, "asha", { email, emailVerified: false });
    const start = async (emailVerified: boolean) =>
      startCheckout(await signedIn(shop.services, { ...person, emailVerified }, { ip: freshAddress() }), {
        lines: [wish(course.id)],
      });
    const waiting = await start(false);
    expect(waiting.status).toBe("pending");
    const prove = () => database.sql`update users set email_verified_at = now() where id = ${person.id}`;
    const count = async () =>
      (await database.sql`select 1 from orders where email_normalised = ${email} and status <> 'expired'`).length;
    return { course, person, waiting, start, prove, count };
  }

  test("is handed over when the proof arrives", async () => {
    const { person, waiting, prove, count } = await waitingOrder("proof.arrives@example.com");
    await joinGuestPurchases(job(), person.id);
    expect(await shop.outcomeOf(waiting.orderId)).toMatchObject({ status: "pending", rights: 0 });
    await prove();
    await Promise.all([joinGuestPurchases(job(), person.id), joinGuestPurchases(job(), person.id)]);
    await shop.drain();
    expect(await shop.outcomeOf(waiting.orderId)).toEqual({ ...SOLD, payments: 0 });
    expect(await count()).toBe(1);
  });

  test("is handed over on the next try after the proof, of which many at once make no second order", async () => {
    const { waiting, start, prove, count } = await waitingOrder("next.try@example.com");
    expect((await start(false)).orderId).toBe(waiting.orderId);
    await prove();
    const tries = await Promise.allSettled(Array.from({ length: 6 }, () => start(true)));
    const answers = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(answers).toEqual([expect.objectContaining({ orderId: waiting.orderId, status: "paid" })]);
    for (const each of tries) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(AlreadyOwned);
    await shop.drain();
    expect(await shop.outcomeOf(waiting.orderId)).toEqual({ ...SOLD, payments: 0 });
    expect(await count()).toBe(1);
  });

  test("does not stop the proof when its course has come by another way", async () => {
    const { course, person, waiting, prove } = await waitingOrder("other.way@example.com");
    const other = await shop.start({ course, email: person.email });
    await confirmFreeOrder(guest(shop.services), sealFreeOrderLink(job(), other.orderId));
    await prove();
    expect(await joinGuestPurchases(job(), person.id)).toEqual({ orders: 1 });
    expect(await shop.outcomeOf(waiting.orderId)).toMatchObject({ status: "pending" });
  });

  test("started many times at once is one order", async () => {
    const course = await shop.addCourse({ priceMinor: 0 });
    const person = await addPerson(shop.services, "ben", { email: "at.once@example.com", emailVerified: false });
    const ctx = await signedIn(shop.services, person, { ip: freshAddress() });
    const starts = await Promise.all(Array.from({ length: 5 }, () => startCheckout(ctx, { lines: [wish(course.id)] })));
    expect(new Set(starts.map((start) => start.orderId)).size).toBe(1);
  });
});

describe("the gateway's answer to a new checkout", () => {
  test("T98 when it is lost is asked for under the same key, and one checkout comes of it", async () => {
    await shop.sandbox.control("POST", "faults", { target: "stripe", kind: "cut_after", rate: 1 });
    const order = await shop.start({ course: await shop.addCourse(), email: "cut@example.com" });
    expect(order.redirectUrl).toBeUndefined();
    const reader = guest(shop.services, { orderToken: order.orderToken });
    expect(await followOrder(reader, order.orderId)).toMatchObject({ phase: "asking_gateway" });
    await shop.sandbox.control("DELETE", "faults");
    shop.clock.advance(31_000);
    await shop.drain();
    expect(await followOrder(reader, order.orderId)).toMatchObject({ phase: "awaiting_payment" });
    shop.clock.reset();
    const state = (await shop.sandbox.control("GET", "state")) as { checkouts: { orderId: string }[] };
    expect(state.checkouts.filter((checkout) => checkout.orderId === order.orderId)).toHaveLength(1);
    await settleByWebhook(order.orderId);
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
  });
});

describe("the external LMS", () => {
  test("T82 when it is down holds up no sale, and is made up for when it is back", async () => {
    await shop.sandbox.control("POST", "faults", { target: "frappe", kind: "error", rate: 1 });
    const order = await shop.start({ course: await shop.addCourse(), email: "lmsdown@example.com" });
    await settleByWebhook(order.orderId);
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
    const status = async () =>
      (await database.sql`select status from lms_syncs where order_id = ${order.orderId}`)[0]?.status;
    expect(await status()).toBe("pending");
    await shop.sandbox.control("DELETE", "faults");
    for (let round = 0; round < 3; round++) {
      shop.clock.advance(6 * 60_000);
      await shop.drain();
    }
    expect(await status()).toBe("synced");
    const state = (await shop.sandbox.control("GET", "state")) as { lms: { enrolments: { member: string }[] } };
    expect(state.lms.enrolments.filter((one) => one.member === "lmsdown@example.com")).toHaveLength(1);
  });

  test("T82 that loses its answers enrols once", async () => {
    await shop.sandbox.control("POST", "faults", { target: "frappe", kind: "cut_after", rate: 0.5 });
    const order = await shop.start({ course: await shop.addCourse(), email: "lmscut@example.com" });
    await settleByWebhook(order.orderId);
    await shop.sandbox.control("DELETE", "faults");
    for (let round = 0; round < 3; round++) {
      shop.clock.advance(15 * 60_000);
      await shop.drain();
    }
    const state = (await shop.sandbox.control("GET", "state")) as { lms: { enrolments: { member: string }[] } };
    expect(state.lms.enrolments.filter((one) => one.member === "lmscut@example.com")).toHaveLength(1);
  });

  test("tells how far its learners are, and who has a certificate", async () => {
    const course = await shop.addCourse();
    const order = await shop.start({ course, email: "finisher@example.com" });
    await settleByWebhook(order.orderId);
    await shop.sandbox.control("POST", "lms/complete", { course: course.slug, member: "finisher@example.com" });
    await readBack(job());
    const [sync] = await database.sql`select lms_progress from lms_syncs where order_id = ${order.orderId}`;
    expect(sync).toEqual({ lms_progress: 100 });
  });

  test("that is down is noticed before a customer is, and so is its return", async () => {
    await shop.sandbox.control("POST", "faults", { target: "frappe", kind: "error", rate: 1 });
    for (let minute = 0; minute < 5; minute++) await probeLms(job());
    expect(await lmsClosedUntil(job())).not.toBeNull();
    await shop.sandbox.control("DELETE", "faults");
    await probeLms(job());
    expect(await lmsClosedUntil(job())).toBeNull();
  });

  test("T85 that refuses fails the sync at once and leaves the sale alone", async () => {
    const order = await shop.start({
      course: await shop.addCourse({ lmsCourse: "no-such-course" }),
      email: "lmsno@example.com",
    });
    await settleByWebhook(order.orderId);
    expect(await shop.outcomeOf(order.orderId)).toEqual(SOLD);
    const [sync] = await database.sql`select status, attempts from lms_syncs where order_id = ${order.orderId}`;
    expect(sync).toEqual({ status: "failed", attempts: 1 });
  });
});

describe("a payment held for review", () => {
  async function heldOrder(email: string) {
    const course = await shop.addCourse();
    const order = await shop.start({ course, email });
    // The course is withdrawn while the buyer pays.
    await database.sql`update courses set deleted_at = now() where id = ${course.id}`;
    await settleByWebhook(order.orderId);
    const [review] = await database.sql<{ id: string; reason: string }[]>`
      select id, reason from order_reviews where order_id = ${order.orderId}`;
    if (!review) throw new Error("no review");
    expect(review.reason).toBe("fulfilment_refused");
    return { order, course, review };
  }

  test("becomes a sale when staff accept it", async () => {
    const { order, course, review } = await heldOrder("accept@example.com");
    await database.sql`update courses set deleted_at = null where id = ${course.id}`;
    const ada = await signedIn(shop.services, await addPerson(shop.services, "ada"));
    const decisions = await Promise.allSettled([acceptReview(ada, review.id), acceptReview(ada, review.id)]);
    expect(decisions.map((decision) => decision.status).sort()).toEqual(["fulfilled", "rejected"]);
    await shop.drain();
    expect(await shop.outcomeOf(order.orderId)).toEqual({ ...SOLD, reviews: ["fulfilment_refused"] });
  });

  test("stays in suspense when staff close it", async () => {
    const { order, review } = await heldOrder("close@example.com");
    const olga = await signedIn(shop.services, await addPerson(shop.services, "olga"));
    await closeReview(olga, { reviewId: review.id, note: "refund asked for by telephone" });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({ status: "cancelled", rights: 0 });
  });
});

describe("what strangers can set off", () => {
  test("somebody's mailbox gets at most five links for free orders, from however many networks they are asked", async () => {
    const course = await shop.addCourse({ priceMinor: 0 });
    const email = "flooded@example.com";
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => shop.start({ course, email })));
    expect(asked.filter((each) => each.status === "fulfilled")).toHaveLength(5);
    const mailed = await database.sql`select 1 from mails where recipient = ${email}`;
    expect(mailed).toHaveLength(5);
  });

  test("T43 a whole IPv6 network shares one bound on checkouts that reach the gateway", async () => {
    const course = await shop.addCourse();
    const starts = Array.from({ length: 12 }, (_, host) =>
      shop.start({ course, email: `card${host}@example.com` }, { ip: `2001:db8:7:7::${host + 1}` }),
    );
    expect((await Promise.allSettled(starts)).filter((each) => each.status === "fulfilled")).toHaveLength(10);
  });
});

/** What the application may not do: it cannot move an order's deadline. */
async function asOwner(act: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(database.url, { max: 1 });
  await act(sql);
  await sql.end();
}
