import { withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import type { DisputeSnapshot, GatewayFact, PaymentSnapshot, RefundSnapshot } from "@stoa/payments";
import { afterEach, describe, expect, test } from "vitest";
import { contextAs } from "../testing/people.ts";
import { applyFact } from "./apply-fact.ts";
import { OrderNotKnownYet, PaymentNotSettledYet } from "./errors.ts";
import { testShop } from "./testing/shop.ts";
import { eur } from "./testing/told.ts";

const database = testDatabase();
const shop = testShop(database);

afterEach(async () => {
  expect(await shop.breaches()).toEqual([]);
});

/** An id that no order here has. */
const UNKNOWN = "ord_22222222222222222222222222";

function apply(fact: GatewayFact, whenUnknown: "wait" | "hold" = "wait") {
  const ctx = contextAs(shop.services, { kind: "job", id: "test" });
  return withTransaction(ctx, (tx) => applyFact(tx, "stripe", fact, whenUnknown));
}

let last = 0;
function payment(orderId: string | null, status: PaymentSnapshot["status"]): PaymentSnapshot {
  last += 1;
  const paymentId = `pi_fact_${last}`;
  return { paymentId, orderId, status, amount: eur(4_900), amountRefunded: 0, occurredAt: new Date(), fee: null };
}

async function newOrder(email: string): Promise<{ orderId: string; checkoutId: string }> {
  const { orderId } = await shop.start({ course: await shop.addCourse(), email });
  const [row] = await database.sql<{ checkout: string }[]>`
    select gateway_checkout_id as checkout from orders where id = ${orderId}`;
  return { orderId, checkoutId: row?.checkout ?? "" };
}

async function statusOf({ paymentId }: PaymentSnapshot): Promise<string | undefined> {
  const [row] = await database.sql`select status from payments where gateway_payment_id = ${paymentId}`;
  return row?.status;
}

describe("a try to pay", () => {
  test("that was declined is noted with its order, which stays open", async () => {
    const { orderId } = await newOrder("declined@example.com");
    const tried = payment(orderId, "failed");
    const told = await apply({ kind: "payment_failed", checkoutId: null, payment: tried, reason: "card_declined" });
    expect(told).toEqual({ outcome: "payment_failed", orderId });
    expect(await statusOf(tried)).toBe("failed");
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "pending", rights: 0 });
  });

  test("that is on its way is noted with the order of its checkout", async () => {
    const { orderId, checkoutId } = await newOrder("on-its-way@example.com");
    const tried = payment(null, "pending");
    const told = await apply({ kind: "payment_pending", checkoutId, payment: tried });
    expect(told).toEqual({ outcome: "payment_pending", orderId });
    expect(await statusOf(tried)).toBe("pending");
  });

  test.each([
    ["names no order and no checkout", null, null],
    ["is of a checkout that is not ours", null, "cs_of_another_shop"],
    ["names an order that is not here", UNKNOWN, null],
  ])("that %s is not noted", async (_, orderId, checkoutId) => {
    const tried = payment(orderId, "pending");
    const told = await apply({ kind: "payment_pending", checkoutId, payment: tried });
    expect(told).toEqual({ outcome: "not_ours", orderId: null });
    expect(await statusOf(tried)).toBeUndefined();
  });
});

describe("a checkout", () => {
  test("that lapsed closes its order once", async () => {
    const { orderId, checkoutId } = await newOrder("lapsed@example.com");
    const lapsed = { kind: "checkout_expired", checkoutId, orderId: null } as const;
    expect(await apply(lapsed)).toEqual({ outcome: "expired", orderId });
    expect(await apply(lapsed)).toEqual({ outcome: "lapsed_before", orderId });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "expired" });
  });

  test("that lapsed in another shop means nothing", async () => {
    const lapsed = await apply({ kind: "checkout_expired", checkoutId: "cs_of_another_shop", orderId: null });
    expect(lapsed).toEqual({ outcome: "not_ours", orderId: null });
  });

  test("that was approved moves no money by itself", async () => {
    const { orderId, checkoutId } = await newOrder("approved@example.com");
    const approved = await apply({ kind: "checkout_approved", checkoutId, orderId });
    expect(approved).toEqual({ outcome: "not_taken", orderId });
    expect(await shop.outcomeOf(orderId)).toMatchObject({ status: "pending", payments: 0 });
  });
});

describe("a payment of an order that is not here", () => {
  test("is waited for by the order's name, and held when there is no more waiting", async () => {
    const paid = payment(UNKNOWN, "succeeded");
    const succeeded = { kind: "payment_succeeded", checkoutId: null, payment: paid } as const;
    await expect(apply(succeeded)).rejects.toMatchObject({
      constructor: OrderNotKnownYet,
      details: { orderId: UNKNOWN },
    });
    expect(await apply(succeeded, "hold")).toEqual({ outcome: "held", orderId: null });
    const [review] = await database.sql`select r.details, r.reason from order_reviews r
      join payments p on r.dedupe_key = 'payment:' || p.id where p.gateway_payment_id = ${paid.paymentId}`;
    expect(review).toMatchObject({ reason: "unknown_order", details: { orderId: UNKNOWN, gateway: "stripe" } });
  });
});

const refund = (paymentId: string, orderId: string | null): RefundSnapshot => {
  const amount = eur(4_900);
  const named = { refundId: `re_of_${paymentId}`, paymentId, orderId, refundKey: null };
  return { ...named, status: "succeeded", amount, occurredAt: new Date(), reason: null };
};

const dispute = (paymentId: string, orderId: string | null): DisputeSnapshot => {
  const amount = eur(4_900);
  const named = { disputeId: `dp_of_${paymentId}`, paymentId, orderId, reason: "fraudulent", respondBy: null };
  return { ...named, status: "needs_response", amount, fee: null, fundsWithdrawn: true, occurredAt: new Date() };
};

describe.each([
  [
    "refund",
    (paymentId: string, orderId: string | null) =>
      apply({ kind: "refund_changed", refund: refund(paymentId, orderId) }),
  ],
  [
    "dispute",
    (paymentId: string, orderId: string | null) =>
      apply({ kind: "dispute_changed", dispute: dispute(paymentId, orderId) }),
  ],
] as const)("a %s", (_, tell) => {
  test("of a payment of another shop means nothing", async () => {
    for (const orderId of [null, "order-of-another-shop", "theirs_ord_"]) {
      expect(await tell("pi_of_another_shop", orderId)).toEqual({ outcome: "not_ours", orderId: null });
    }
  });

  test("waits for the payment that its order is told of", async () => {
    await expect(tell("pi_not_told", UNKNOWN)).rejects.toMatchObject({
      constructor: PaymentNotSettledYet,
      details: { gatewayPaymentId: "pi_not_told" },
    });
  });

  test("waits for a payment that is known and has not succeeded", async () => {
    const { orderId } = await newOrder(`waits${last}@example.com`);
    const tried = payment(orderId, "pending");
    await apply({ kind: "payment_pending", checkoutId: null, payment: tried });
    await expect(tell(tried.paymentId, null)).rejects.toThrow(PaymentNotSettledYet);
  });
});

test("a payout that is not ours, and what has nothing to do with money, mean nothing", async () => {
  const [occurredAt, amount] = [new Date(), eur(100)];
  const named = { payoutId: "po_theirs", payoutKey: null, fee: null, reason: null };
  const payout = { ...named, status: "succeeded", amount, occurredAt } as const;
  expect(await apply({ kind: "payout_changed", payout })).toEqual({ outcome: "not_ours", orderId: null });
  const strange = await apply({ kind: "not_relevant", type: "customer.created" });
  expect(strange).toEqual({ outcome: "not_relevant", orderId: null });
});
