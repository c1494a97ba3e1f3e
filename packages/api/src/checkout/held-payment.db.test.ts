import { testDatabase } from "@stoa/db/testing/database";
import type { Money } from "@stoa/kit";
import type { DisputeSnapshot } from "@stoa/payments";
import { afterEach, describe, expect, test } from "vitest";
import { contextAs } from "../testing/people.ts";
import { acceptReview, closeReview } from "./decide-review.ts";
import { ReviewNotAcceptable } from "./errors.ts";
import { HeldPaymentNotRefundable } from "./refunds/errors.ts";
import { refundHeldPayment } from "./refunds/refund-held.ts";
import { testShop } from "./testing/shop.ts";
import { eur, reviewOf, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const ctx = () => contextAs(shop.services, { kind: "job", id: "test" });

const tell = told(shop);

/** Pays an order of 49.00 EUR with another amount, so that it is held. Gives the gateway's name of the payment. */
async function hold(orderId: string, amount: Money = eur(4_500)): Promise<string> {
  const { paymentId, outcome } = await tell.payment(orderId, amount);
  expect(outcome).toBe("held");
  return paymentId;
}

function dispute(paymentId: string, disputeId: string, status: DisputeSnapshot["status"], orderId: string) {
  const decided = status === "won" || status === "lost";
  const fee = decided ? eur(1_500) : null;
  return tell.dispute(paymentId, eur(4_500), { disputeId, orderId, status, fee });
}

const newOrder = async (email: string) => (await shop.start({ course: await shop.addCourse(), email })).orderId;

const statusOf = async (orderId: string) => (await shop.outcomeOf(orderId)).status;

/** What stands on an account, over all entries of this file. */
async function balance(address: string, currency = "EUR"): Promise<number> {
  const [row] = await database.sql`select coalesce(sum(case when debit_address = ${address} then amount_minor
    else -amount_minor end), 0)::int as minor from ledger_transfers
    where currency = ${currency} and ${address} in (debit_address, credit_address)`;
  return row?.minor;
}

describe("a refund in another currency than its payment", () => {
  test("is put before people once, leaves the sale and says in the books what left", async () => {
    const order = await shop.start({ course: await shop.addCourse(), email: "elsewhere@example.com" });
    const { paymentId } = await tell.payment(order.orderId, eur(4_900));
    const lostBefore = await balance("gateway/stripe/losses", "USD");
    const dollars = { amount: 5_300, currency: "USD" } as const;
    for (const status of ["pending", "succeeded", "succeeded"] as const)
      await tell.refund(paymentId, dollars, { refundId: "re_elsewhere", status });
    expect(await shop.outcomeOf(order.orderId)).toMatchObject({
      status: "paid",
      rights: 1,
      reviews: ["currency_mismatch"],
    });
    expect((await balance("gateway/stripe/losses", "USD")) - lostBefore).toBe(5_300);
    expect(await reviewsOf(order.orderId)).toMatchObject([
      { open: true, details: { givenBack: dollars, taken: eur(4_900) } },
    ]);
    const review = (await reviewsOf(order.orderId))[0]?.id ?? "";
    await expect(acceptReview(ctx(), review)).rejects.toBeInstanceOf(ReviewNotAcceptable);
    await expect(refundHeldPayment(ctx(), { reviewId: review, note: "no" })).rejects.toBeInstanceOf(
      HeldPaymentNotRefundable,
    );
    await closeReview(ctx(), { reviewId: review, note: "the buyer keeps it" });
    expect((await shop.outcomeOf(order.orderId)).status).toBe("paid");
    await tell.refund(paymentId, eur(4_900));
    expect((await shop.outcomeOf(order.orderId)).status).toBe("refunded");
  });

  test("that fails after all brings the money back, and its review ends", async () => {
    const orderId = await newOrder("elsewhere-failed@example.com");
    const { paymentId } = await tell.payment(orderId, eur(4_900));
    const lostBefore = await balance("gateway/stripe/losses", "USD");
    for (const status of ["succeeded", "failed"] as const)
      await tell.refund(paymentId, { amount: 700, currency: "USD" }, { refundId: "re_elsewhere_failed", status });
    expect(await balance("gateway/stripe/losses", "USD")).toBe(lostBefore);
    expect(await reviewsOf(orderId)).toMatchObject([{ open: false }]);
  });

  test("and so is a dispute that is lost in one", async () => {
    const orderId = await newOrder("disputed-elsewhere@example.com");
    const { paymentId } = await tell.payment(orderId, eur(4_900));
    const dollars = { amount: 5_300, currency: "USD" } as const;
    for (const status of ["needs_response", "lost", "lost"] as const)
      await tell.dispute(paymentId, dollars, { disputeId: "dp_elsewhere", status });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", reviews: ["currency_mismatch"] });
  });

  async function reviewsOf(orderId: string) {
    return database.sql<{ id: string; open: boolean; details: Record<string, unknown> }[]>`
      select id, resolved_at is null as open, details from order_reviews where order_id = ${orderId}`;
  }
});

describe("a held payment that staff give back", () => {
  const giveBack = (reviewId: string) => refundHeldPayment(ctx(), { reviewId, note: "it was too little" });

  test("goes back whole by the gateway, and its review ends when it has", async () => {
    const orderId = await newOrder("gives-back@example.com");
    const paymentId = await hold(orderId);
    const { id } = await reviewOf(database, paymentId);
    const asked = await Promise.allSettled([giveBack(id), giveBack(id), giveBack(id)]);
    expect(asked.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const [refund] = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(refund).toMatchObject({ status: "requested", amount: eur(4_500) });
    await expect(acceptReview(ctx(), id)).rejects.toBeInstanceOf(ReviewNotAcceptable);
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: true });
    await tell.refund(paymentId, eur(4_500), { refundKey: refund?.refundId ?? null });
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    await expect(giveBack(id)).rejects.toMatchObject({ code: "review_already_resolved" });
    const mails = await database.sql`select template from mails where recipient = 'gives-back@example.com'`;
    expect(mails.map((mail) => mail.template)).toEqual(["payment-held-for-review", "refund-issued"]);
  });

  test("stays where it is while it is disputed, or when there is no such review", async () => {
    const orderId = await newOrder("disputed-held@example.com");
    const paymentId = await hold(orderId);
    await dispute(paymentId, "dp_held_back", "needs_response", orderId);
    const { id } = await reviewOf(database, paymentId);
    await expect(giveBack(id)).rejects.toBeInstanceOf(HeldPaymentNotRefundable);
    await expect(giveBack("rev_none")).rejects.toMatchObject({ code: "review_not_found" });
    await dispute(paymentId, "dp_held_back", "lost", orderId);
    await expect(giveBack(id)).rejects.toMatchObject({ code: "review_already_resolved" });
  });
});

describe("a refund of a held payment", () => {
  test("of less than the order's total, given back in full, closes the order", async () => {
    const orderId = await newOrder("underpaid@example.com");
    const paymentId = await hold(orderId);
    await tell.refund(paymentId, eur(4_500));
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    expect(await balance("suspense/review")).toBe(0);
  });

  test("in another currency than the order's closes it alike", async () => {
    const orderId = await newOrder("dollars@example.com");
    const paymentId = await hold(orderId, { amount: 3_900, currency: "USD" });
    await tell.refund(paymentId, { amount: 3_900, currency: "USD" });
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await balance("suspense/review", "USD")).toBe(0);
  });

  test("in part keeps the review open, and nobody can accept it any more", async () => {
    const orderId = await newOrder("part-of-held@example.com");
    const paymentId = await hold(orderId);
    await tell.refund(paymentId, eur(1_000));
    const review = await reviewOf(database, paymentId);
    expect(review.open).toBe(true);
    await expect(acceptReview(ctx(), review.id)).rejects.toThrow(ReviewNotAcceptable);
    expect(await statusOf(orderId)).toBe("review");
    await tell.refund(paymentId, eur(3_500));
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await balance("suspense/review")).toBe(0);
  });

  test("that is only on its way keeps the payment from being accepted", async () => {
    const paymentId = await hold(await newOrder("on-its-way@example.com"));
    await tell.refund(paymentId, eur(4_500), { status: "pending" });
    await expect(acceptReview(ctx(), (await reviewOf(database, paymentId)).id)).rejects.toThrow(ReviewNotAcceptable);
    await tell.refund(paymentId, eur(4_500));
  });

  test("that a dead message tells of keeps the payment from being accepted", async () => {
    const paymentId = await hold(await newOrder("dead-message@example.com"));
    await database.sql`insert into inbox_events
      (gateway, event_id, type, body, body_hash, occurred_at, dead_at, correlation_id) values ('stripe', 'evt_dead',
      'refund.created', convert_to(${`{"payment_intent":"${paymentId}"}`}, 'UTF8'), 'x', now(), now(), 'cor_test')`;
    await expect(acceptReview(ctx(), (await reviewOf(database, paymentId)).id)).rejects.toThrow("has not been handled");
    await tell.refund(paymentId, eur(4_500));
  });
});

describe("an order with two held payments", () => {
  test("stays in review until the last of them is given back", async () => {
    const orderId = await newOrder("two-held@example.com");
    const [first, second] = [await hold(orderId), await hold(orderId)];
    await tell.refund(first, eur(4_500));
    expect(await statusOf(orderId)).toBe("review");
    await tell.refund(second, eur(4_500));
    expect(await statusOf(orderId)).toBe("refunded");
  });

  test("stays in review when a person closes one of the two", async () => {
    const orderId = await newOrder("two-closed@example.com");
    const [first, second] = [await hold(orderId), await hold(orderId)];
    const close = async (paymentId: string) =>
      closeReview(ctx(), { reviewId: (await reviewOf(database, paymentId)).id, note: "paid back by bank" });
    expect(await close(first)).toMatchObject({ orderStatus: "review" });
    expect(await close(second)).toMatchObject({ orderStatus: "cancelled" });
    for (const paymentId of [first, second]) await tell.refund(paymentId, eur(4_500));
  });
});

describe("what is read of one refund", () => {
  test("as on its way, after it was done, changes nothing", async () => {
    const orderId = await newOrder("stale-reading@example.com");
    const paymentId = await hold(orderId);
    await tell.refund(paymentId, eur(4_500), { refundId: "re_stale" });
    await tell.refund(paymentId, eur(4_500), { refundId: "re_stale", status: "pending" });
    expect(await balance("refunds/stripe/payable")).toBe(0);
    await tell.refund(paymentId, eur(4_500), { refundId: "re_stale" });
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await balance("suspense/review")).toBe(0);
  });

  test("as done, after it was on its way, gives the money back", async () => {
    const orderId = await newOrder("reading-in-turn@example.com");
    const paymentId = await hold(orderId);
    await tell.refund(paymentId, eur(4_500), { refundId: "re_turn", status: "pending" });
    expect(await statusOf(orderId)).toBe("review");
    await tell.refund(paymentId, eur(4_500), { refundId: "re_turn" });
    expect(await statusOf(orderId)).toBe("refunded");
  });
});

describe("a dispute of a held payment", () => {
  test("keeps it from being accepted; lost, the money is gone and the order closed", async () => {
    const orderId = await newOrder("held-lost@example.com");
    const paymentId = await hold(orderId);
    await dispute(paymentId, "dp_lost", "needs_response", orderId);
    await expect(acceptReview(ctx(), (await reviewOf(database, paymentId)).id)).rejects.toThrow("it is disputed");
    await dispute(paymentId, "dp_lost", "lost", orderId);
    await dispute(paymentId, "dp_lost", "lost", orderId);
    expect(await statusOf(orderId)).toBe("refunded");
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    expect([await balance("suspense/review"), await balance("disputes/stripe/held")]).toEqual([0, 0]);
  });

  test("won, leaves it to be accepted", async () => {
    const orderId = await newOrder("held-won@example.com");
    const paymentId = await hold(orderId);
    await dispute(paymentId, "dp_won", "needs_response", orderId);
    await dispute(paymentId, "dp_won", "won", orderId);
    expect(await acceptReview(ctx(), (await reviewOf(database, paymentId)).id)).toMatchObject({ orderStatus: "paid" });
    expect([await balance("suspense/review"), await balance("disputes/stripe/held")]).toEqual([0, 0]);
  });

  test("that names an order which is not here is in the books alike", async () => {
    const unknown = "ord_22222222222222222222222222";
    const paymentId = await hold(unknown);
    expect(await dispute(paymentId, "dp_unknown", "lost", unknown)).toMatchObject({ orderId: null });
    expect(await reviewOf(database, paymentId)).toMatchObject({ open: false });
    expect([await balance("suspense/review"), await balance("disputes/stripe/held")]).toEqual([0, 0]);
  });
});
