import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { afterEach, describe, expect, test } from "vitest";
import { openReview } from "../orders/index.ts";
import { contextAs } from "../testing/people.ts";
import { acceptReview, closeReview } from "./decide-review.ts";
import { cancelRefund } from "./refunds/cancel-refund.ts";
import { refundHeldPayment } from "./refunds/refund-held.ts";
import { testShop } from "./testing/shop.ts";
import { eur, reviewOf, told } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);
const gateway = told(shop);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const ctx = () => contextAs(shop.services, { kind: "job", id: "test" });

/** An order of 49.00 EUR and the review of a payment for it that came to something else. */
async function held(email: string, amount = eur(4_500), course = shop.addCourse()) {
  const { orderId } = await shop.start({ course: await course, email });
  return { orderId, reviewId: await payAndHold(orderId, amount) };
}

async function payAndHold(orderId: string, amount = eur(4_500)): Promise<string> {
  const { paymentId, outcome } = await gateway.payment(orderId, amount);
  expect(outcome).toBe("held");
  return (await reviewOf(database, paymentId)).id;
}

async function resolutionOf(reviewId: string): Promise<string | null> {
  const [row] = await database.sql`select resolution from order_reviews where id = ${reviewId}`;
  return row?.resolution ?? null;
}

const close = (reviewId: string, note = "sent back by hand") => closeReview(ctx(), { reviewId, note });

describe("a held payment is accepted", () => {
  test("as what the order was paid with", async () => {
    const { orderId, reviewId } = await held("accepts@example.com");
    expect(await acceptReview(ctx(), reviewId)).toEqual({ reviewId, orderStatus: "paid" });
    expect(await resolutionOf(reviewId)).toBe("accepted");
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "paid", rights: 1, invoices: 1 });
  });

  test("not when it belongs to no order", async () => {
    const reviewId = await payAndHold("ord_33333333333333333333333333");
    await expect(acceptReview(ctx(), reviewId)).rejects.toThrow("it belongs to no order");
    expect(await resolutionOf(reviewId)).toBeNull();
  });

  test("not for an order that is paid already", async () => {
    const { orderId } = await shop.start({ course: await shop.addCourse(), email: "twice@example.com" });
    await gateway.payment(orderId, eur(4_900));
    const reviewId = await payAndHold(orderId, eur(4_900));
    await expect(acceptReview(ctx(), reviewId)).rejects.toThrow("the order is not waiting for it");
  });

  test("not when its buyer has got the course meanwhile", async () => {
    const course = await shop.addCourse();
    const email = "owns-it@example.com";
    const { reviewId } = await held(email, eur(4_500), Promise.resolve(course));
    const again = await shop.start({ course, email });
    await gateway.payment(again.orderId, eur(4_900));
    await expect(acceptReview(ctx(), reviewId)).rejects.toThrow("what was ordered cannot be handed over");
    expect(await resolutionOf(reviewId)).toBeNull();
  });

  test("not when the review is of no payment", async () => {
    const { orderId } = await shop.start({ course: await shop.addCourse(), email: "of-nothing@example.com" });
    for (const dedupeKey of [`order:${orderId}`, `payment:pay_of_nobody_${orderId}`]) {
      const review = { orderId, reason: "amount_mismatch" as const, details: {}, dedupeKey };
      await withTransaction(ctx(), (tx) => openReview(tx, review));
      const [row] = await database.sql`select id from order_reviews where dedupe_key = ${dedupeKey}`;
      await expect(acceptReview(ctx(), row?.id)).rejects.toThrow("it names no payment");
    }
  });
});

describe("a review that is closed", () => {
  test("says how, and cancels the order that waited for it", async () => {
    const { orderId, reviewId } = await held("closed@example.com");
    expect(await close(reviewId)).toEqual({ reviewId, orderStatus: "cancelled" });
    expect(await resolutionOf(reviewId)).toBe("closed: sent back by hand");
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "cancelled", rights: 0 });
  });

  test("leaves an order that waits for another", async () => {
    const { orderId, reviewId } = await held("closed-first@example.com");
    const second = await payAndHold(orderId, eur(100));
    expect(await close(reviewId)).toEqual({ reviewId, orderStatus: "review" });
    expect(await close(second)).toEqual({ reviewId: second, orderStatus: "cancelled" });
  });

  test("of a payment too many leaves the order paid", async () => {
    const { orderId } = await shop.start({ course: await shop.addCourse(), email: "stays-paid@example.com" });
    await gateway.payment(orderId, eur(4_900));
    const reviewId = await payAndHold(orderId, eur(4_900));
    expect(await close(reviewId)).toEqual({ reviewId, orderStatus: "paid" });
  });

  test("of no order is only closed", async () => {
    const reviewId = await payAndHold("ord_44444444444444444444444444");
    expect(await close(reviewId)).toEqual({ reviewId, orderStatus: null });
  });
});

test("a payment of nothing is held without an entry in the books", async () => {
  const { orderId, reviewId } = await held("nothing@example.com", eur(0));
  expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "review", reviews: ["amount_mismatch"] });
  expect(await close(reviewId)).toMatchObject({ orderStatus: "cancelled" });
});

describe("a review that several people decide", () => {
  const giveBack = (reviewId: string) => refundHeldPayment(ctx(), { reviewId, note: "it was too little" });

  test("is not closed as dealt with otherwise before a refund of its payment has come to something", async () => {
    const { reviewId } = await held("closed-too@example.com");
    const { refundId } = await giveBack(reviewId);
    await expect(close(reviewId)).rejects.toMatchObject({ code: "review_being_refunded" });
    await cancelRefund(ctx(), refundId);
    expect(await close(reviewId)).toMatchObject({ orderStatus: "cancelled" });
  });

  test("is decided once, though they decide at one moment", async () => {
    for (let round = 0; round < 4; round++) {
      const { reviewId } = await held(`decided${round}@example.com`);
      const decisions = [
        acceptReview(ctx(), reviewId),
        close(reviewId),
        giveBack(reviewId),
        acceptReview(ctx(), reviewId),
      ];
      const answers = await Promise.allSettled(decisions);
      expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
    }
  });
});
