import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import type { DisputeSnapshot, PaymentSnapshot, RefundSnapshot } from "@stoa/payments";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { TxContext } from "../platform/context.ts";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { hasOpenDispute, recordDisputeRow } from "./dispute-rows.ts";
import {
  findPayment,
  getPayment,
  lockPayment,
  type Payment,
  recordSucceededPayment,
  recordUnsettledPayment,
  restateRefunded,
} from "./record-payment.ts";
import { failedRefundsOf, getRefund, recordRefundRow, standingRefundsOf } from "./refund-rows.ts";

const services = testServices(testDatabase());
const inTx = <T>(act: (ctx: TxContext) => Promise<T>) => withTransaction(guest(services), act);
const eur = (amount: number) => ({ amount, currency: "EUR" as const });
const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 10, minute));
let serial = 0;
beforeEach(() => {
  serial += 1;
});

const snapshot = (more: Partial<PaymentSnapshot> = {}): PaymentSnapshot => ({
  paymentId: `pi_${serial}`,
  orderId: null,
  status: "succeeded",
  amount: eur(4_900),
  amountRefunded: 0,
  occurredAt: at(0),
  fee: null,
  ...more,
});
const succeed = (more: Partial<PaymentSnapshot> = {}) =>
  inTx((ctx) => recordSucceededPayment(ctx, "stripe", snapshot(more), null));
const unsettled = (status: PaymentSnapshot["status"], minute: number) =>
  inTx((ctx) => recordUnsettledPayment(ctx, "stripe", snapshot({ status, occurredAt: at(minute) }), null));
const known = () => findPayment(services, "stripe", `pi_${serial}`);

describe("a payment", () => {
  test("succeeds once, whoever tells of it how often", async () => {
    const told = await Promise.all(Array.from({ length: 5 }, () => succeed()));
    expect(told.filter(({ first }) => first)).toHaveLength(1);
    expect(new Set(told.map(({ payment }) => payment.id)).size).toBe(1);
    expect(await succeed({ amount: eur(1), occurredAt: at(9) })).toMatchObject({
      first: false,
      payment: { status: "succeeded", amountMinor: 4_900, currency: "EUR", occurredAt: at(0) },
    });
  });

  test.each([
    ["pending", "pending"],
    ["failed", "failed"],
    ["cancelled", "cancelled"],
  ] as const)("that is %s is written so, and what really came replaces what was asked", async (status, written) => {
    await unsettled(status, 1);
    expect(await known()).toMatchObject({ status: written, amountMinor: 4_900, occurredAt: at(1) });
    const amount = { amount: 5_000, currency: "USD" as const };
    expect(await succeed({ amount, occurredAt: at(2) })).toMatchObject({
      first: true,
      payment: { status: "succeeded", amountMinor: 5_000, currency: "USD", occurredAt: at(2) },
    });
  });

  test("goes from pending to declined and back, as the gateway's times say, and never back from success", async () => {
    await unsettled("pending", 2);
    await unsettled("failed", 1);
    expect(await known()).toMatchObject({ status: "pending", occurredAt: at(2) });
    await unsettled("failed", 3);
    expect(await known()).toMatchObject({ status: "failed", occurredAt: at(3) });
    await unsettled("pending", 3);
    expect((await known())?.status).toBe("pending");
    await succeed({ occurredAt: at(4) });
    await unsettled("failed", 9);
    expect(await known()).toMatchObject({ status: "succeeded", occurredAt: at(4) });
  });

  test("is found by the gateway's name within its gateway, and by ours", async () => {
    const { payment } = await succeed();
    expect(await known()).toEqual(payment);
    expect(await getPayment(services, payment.id)).toEqual(payment);
    expect(await inTx((ctx) => lockPayment(ctx, payment.id))).toEqual(payment);
    expect(await findPayment(services, "paypal", `pi_${serial}`)).toBeNull();
    expect(await getPayment(services, "pay_none")).toBeNull();
    await expect(inTx((ctx) => lockPayment(ctx, "pay_none"))).rejects.toThrow("expected one payment");
  });

  test("knows how much of it is with the buyer again, and how much beyond it", async () => {
    const { payment } = await succeed();
    serial += 1;
    const { payment: other } = await succeed();
    await inTx((ctx) => restateRefunded(ctx, payment, { refundedMinor: 4_900, lostMinor: 300 }));
    expect(await getPayment(services, payment.id)).toMatchObject({ refundedMinor: 4_900, lostMinor: 300 });
    expect(await getPayment(services, other.id)).toMatchObject({ refundedMinor: 0, lostMinor: 0 });
  });
});

describe("a refund", () => {
  const refund = (more: Partial<RefundSnapshot> = {}): RefundSnapshot => ({
    refundId: `re_${serial}`,
    paymentId: `pi_${serial}`,
    orderId: null,
    refundKey: null,
    status: "pending",
    amount: eur(900),
    occurredAt: at(1),
    reason: null,
    ...more,
  });
  const record = (payment: Payment, more: Partial<RefundSnapshot> = {}) =>
    inTx((ctx) => recordRefundRow(ctx, payment, refund(more)));

  test("is written as the gateway has it, and says what it was before", async () => {
    const { payment } = await succeed();
    const first = await record(payment);
    expect(first).toMatchObject({
      before: null,
      refund: { paymentId: payment.id, gateway: "stripe", gatewayRefundId: `re_${serial}`, status: "pending" },
    });
    expect(first.refund).toMatchObject({ amountMinor: 900, currency: "EUR", reason: null });
    const done = await record(payment, { status: "succeeded", reason: "asked for" });
    expect(done).toMatchObject({ before: "pending", refund: { id: first.refund.id, status: "succeeded" } });
    expect(await getRefund(services, first.refund.id)).toEqual(done.refund);
    expect(done.refund.reason).toBe("asked for");
    expect(await getRefund(services, "rfd_none")).toBeNull();
  });

  test.each([
    ["pending", "succeeded", "succeeded"],
    ["pending", "failed", "failed"],
    ["succeeded", "failed", "failed"],
    ["succeeded", "cancelled", "cancelled"],
    ["succeeded", "pending", "succeeded"],
    ["failed", "succeeded", "failed"],
    ["failed", "pending", "failed"],
    ["cancelled", "succeeded", "cancelled"],
  ] as const)("that is %s, then told as %s, is %s", async (before, told, after) => {
    const { payment } = await succeed();
    await record(payment, { status: before });
    const { refund: row, before: was } = await record(payment, { status: told });
    expect([was, row.status]).toEqual([before, after]);
  });

  test("that failed, or stands, is listed with its payment alone", async () => {
    const { payment } = await succeed();
    for (const [n, status] of (["succeeded", "failed", "pending", "succeeded"] as const).entries())
      await record(payment, { refundId: `re_${serial}_${n}`, status });
    expect(await standingRefundsOf(services, payment)).toEqual([`re_${serial}_0`, `re_${serial}_3`]);
    expect((await failedRefundsOf(services, payment)).map((row) => row.gatewayRefundId)).toEqual([`re_${serial}_1`]);
    serial += 1;
    const { payment: other } = await succeed();
    expect(await standingRefundsOf(services, other)).toEqual([]);
    expect(await failedRefundsOf(services, other)).toEqual([]);
  });
});

describe("a dispute", () => {
  const dispute = (more: Partial<DisputeSnapshot> = {}): DisputeSnapshot => ({
    disputeId: `dp_${serial}`,
    paymentId: `pi_${serial}`,
    orderId: null,
    status: "needs_response",
    amount: eur(4_900),
    fee: null,
    fundsWithdrawn: true,
    reason: "fraudulent",
    respondBy: at(30),
    occurredAt: at(1),
    ...more,
  });
  const record = (payment: Payment, more: Partial<DisputeSnapshot> = {}) =>
    inTx((ctx) => recordDisputeRow(ctx, payment, dispute(more)));
  const isOpen = (payment: Payment) => inTx((ctx) => hasOpenDispute(ctx, payment));

  test.each(["warning", "needs_response", "under_review"] as const)("that is %s is open", async (status) => {
    const { payment } = await succeed();
    expect(await isOpen(payment)).toBe(false);
    const { dispute: row, before } = await record(payment, { status });
    expect(before).toBeNull();
    expect(row).toMatchObject({
      paymentId: payment.id,
      gateway: "stripe",
      gatewayDisputeId: `dp_${serial}`,
      status: "open",
      amountMinor: 4_900,
      currency: "EUR",
      reason: "fraudulent",
      dueBy: at(30),
    });
    expect(await isOpen(payment)).toBe(true);
  });

  test.each([
    ["won", "lost"],
    ["lost", "won"],
  ] as const)("that was %s stays so, though it is told as %s or as open later", async (decided, late) => {
    const { payment } = await succeed();
    await record(payment, { respondBy: at(10) });
    expect(await record(payment, { respondBy: at(20) })).toMatchObject({ before: "open", dispute: { dueBy: at(20) } });
    expect(await record(payment, { status: decided })).toMatchObject({ before: "open", dispute: { status: decided } });
    for (const status of [late, "under_review"] as const)
      expect(await record(payment, { status, respondBy: at(40) })).toMatchObject({
        before: decided,
        dispute: { status: decided, dueBy: at(30) },
      });
    expect(await isOpen(payment)).toBe(false);
  });

  test("is open for its own payment alone, and is told apart by its gateway", async () => {
    const { payment } = await succeed();
    await record(payment);
    const { payment: paypal } = await inTx((ctx) => recordSucceededPayment(ctx, "paypal", snapshot(), null));
    expect(await isOpen(paypal)).toBe(false);
    expect(await record(paypal)).toMatchObject({ before: null, dispute: { gateway: "paypal" } });
    const rows = await services.db
      .select()
      .from(tables.disputes)
      .where(eq(tables.disputes.gatewayDisputeId, `dp_${serial}`));
    expect(rows).toHaveLength(2);
  });
});
