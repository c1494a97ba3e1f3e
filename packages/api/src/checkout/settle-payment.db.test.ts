import { testDatabase } from "@stoa/db/testing/database";
import type { PaymentSnapshot } from "@stoa/payments";
import { afterEach, describe, expect, test } from "vitest";
import { contextAs } from "../testing/people.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { OrderNotKnownYet } from "./errors.ts";
import { type SucceededPayment, settlePayment } from "./settle-payment.ts";
import { testShop } from "./testing/shop.ts";

const database = testDatabase();
const shop = testShop(database);

const SOLD = { status: "paid", invoices: 1, rights: 1, enrolments: 1, syncs: 1, receipts: 1, payments: 1, reviews: [] };

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

const ctx = () => contextAs(shop.services, { kind: "job", id: "test" });

let last = 0;
/** What a gateway would tell of a payment of 49.00 EUR, as far as it is not told otherwise. */
function payment(orderId: string | null, as: Partial<PaymentSnapshot> = {}): SucceededPayment {
  last += 1;
  return {
    gateway: "stripe",
    checkoutId: null,
    whenUnknown: "wait",
    payment: {
      paymentId: `pi_told_${last}`,
      orderId,
      status: "succeeded",
      amount: { amount: 4_900, currency: "EUR" },
      amountRefunded: 0,
      occurredAt: new Date(),
      fee: null,
      ...as,
    },
  };
}

const newOrder = async (email: string) => (await shop.start({ course: await shop.addCourse(), email })).orderId;

describe("settling a payment", () => {
  test("has its effect once, for twenty callers at once and for any later one", async () => {
    const orderId = await newOrder("parallel@example.com");
    const told = payment(orderId);
    const settled = await Promise.all(Array.from({ length: 20 }, () => settlePayment(ctx(), told)));
    expect(settled.filter(({ outcome }) => outcome === "paid")).toHaveLength(1);
    expect(settled.filter(({ outcome }) => outcome === "settled_before")).toHaveLength(19);
    expect(await settlePayment(ctx(), told)).toEqual({ outcome: "settled_before", orderId });
    expect(await shop.outcomeOf(orderId)).toEqual(SOLD);
  });

  test("T41 of two orders of one buyer for one course at once sells it once and holds the other", async () => {
    const course = await shop.addCourse();
    const orders = await Promise.all(
      ["pair@example.com", "Pair@example.com"].map(async (email) => (await shop.start({ course, email })).orderId),
    );
    const settled = await Promise.all(orders.map((orderId) => settlePayment(ctx(), payment(orderId))));
    expect(settled.map(({ outcome }) => outcome).sort()).toEqual(["held", "paid"]);
  });

  test("hands over the lines in the order of their courses, so that two orders never wait for each other crosswise", async () => {
    const [first, second, third] = [await shop.addCourse(), await shop.addCourse(), await shop.addCourse()];
    const inOrder = [first.id, second.id, third.id].sort();
    for (const wished of [
      [first, second, third],
      [third, second, first],
      [second, third, first],
    ]) {
      const lines = wished.map(({ slug }) => ({ kind: "course" as const, id: slug, quantity: 1 }));
      const email = `lines-${wished.indexOf(first)}${wished.indexOf(second)}@example.com`;
      const { orderId } = await shop.start({ course: first, lines, email });
      await settlePayment(ctx(), payment(orderId, { amount: { amount: 3 * 4_900, currency: "EUR" } }));
      // Where rows lie in their table tells which was written first.
      const given =
        await database.sql`select course_id as id from enrolments where email_normalised = ${email} order by ctid`;
      expect(given.map(({ id }) => id)).toEqual(inOrder);
    }
  });

  test("T39 of another amount, currency or gateway holds the order", async () => {
    for (const [told, reason] of [
      [(id: string) => payment(id, { amount: { amount: 4_899, currency: "EUR" } }), "amount_mismatch"],
      [(id: string) => payment(id, { amount: { amount: 4_900, currency: "USD" } }), "currency_mismatch"],
      [(id: string) => ({ ...payment(id), gateway: "paypal" as const }), "amount_mismatch"],
    ] as const) {
      const orderId = await newOrder(`${reason}@example.com`);
      expect(await settlePayment(ctx(), told(orderId))).toEqual({ outcome: "held", orderId });
      expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "review", rights: 0, reviews: [reason] });
    }
  });

  test("T41 a second time with other money keeps the order paid and holds the money", async () => {
    const orderId = await newOrder("second@example.com");
    await settlePayment(ctx(), payment(orderId));
    expect(await settlePayment(ctx(), payment(orderId))).toEqual({ outcome: "held", orderId });
    expect(await shop.outcomeOf(orderId)).toEqual({ ...SOLD, payments: 2, reviews: ["paid_twice"] });
  });

  test("after the order lapsed still hands it over while that is possible", async () => {
    const orderId = await newOrder("late@example.com");
    await closeLapsedOrder(ctx(), orderId);
    expect(await settlePayment(ctx(), payment(orderId))).toEqual({ outcome: "paid", orderId });
    expect(await shop.outcomeOf(orderId)).toEqual(SOLD);
  });

  test("of what the buyer has got meanwhile holds the money, and says whether the order had lapsed before", async () => {
    for (const [lapses, reason] of [
      [true, "paid_after_expiry"],
      [false, "already_owned"],
    ] as const) {
      const course = await shop.addCourse();
      const email = `owner-${reason}@example.com`;
      const { orderId } = await shop.start({ course, email });
      const other = await shop.start({ course, email });
      await settlePayment(ctx(), payment(other.orderId));
      if (lapses) await closeLapsedOrder(ctx(), orderId);
      expect(await settlePayment(ctx(), payment(orderId))).toEqual({ outcome: "held", orderId });
      const [review] = await database.sql`select reason, details from order_reviews where order_id = ${orderId}`;
      expect(review).toMatchObject({ reason, details: { refused: "already_owned" } });
    }
  });

  test("of an order that others hold for too long fails, and is not taken for one of an unknown order", async () => {
    const orderId = await newOrder("held-by-others@example.com");
    await database.sql.begin(async (others) => {
      await others`select from orders where id = ${orderId} for update`;
      await expect(settlePayment(ctx(), payment(orderId))).rejects.not.toBeInstanceOf(OrderNotKnownYet);
    });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "pending", payments: 0 });
  });

  test("after the order was cancelled holds the money", async () => {
    const orderId = await newOrder("cancelled@example.com");
    await database.sql`update orders set status = 'cancelled' where id = ${orderId}`;
    expect(await settlePayment(ctx(), payment(orderId))).toEqual({ outcome: "held", orderId });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "review", reviews: ["paid_after_expiry"] });
  });

  test("finds the order by its checkout when the payment carries no id of ours", async () => {
    const orderId = await newOrder("bycheckout@example.com");
    const [row] = await database.sql`select gateway_checkout_id as id from orders where id = ${orderId}`;
    expect(await settlePayment(ctx(), { ...payment(null), checkoutId: row?.id })).toEqual({ outcome: "paid", orderId });
  });

  test("T39 of somebody else's shop on the same account means nothing; of an unknown order it waits, then is held", async () => {
    expect(await settlePayment(ctx(), payment(null))).toEqual({ outcome: "not_ours", orderId: null });
    expect(await settlePayment(ctx(), payment("order-of-another-shop"))).toMatchObject({ outcome: "not_ours" });
    const unknown = payment("ord_11111111111111111111111111");
    await expect(settlePayment(ctx(), unknown)).rejects.toThrow(OrderNotKnownYet);
    expect(await settlePayment(ctx(), { ...unknown, whenUnknown: "hold" })).toEqual({ outcome: "held", orderId: null });
    expect(await settlePayment(ctx(), { ...unknown, whenUnknown: "hold" })).toMatchObject({
      outcome: "settled_before",
    });
  });
});
