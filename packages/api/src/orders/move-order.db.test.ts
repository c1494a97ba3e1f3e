import { tables, withTransaction } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { TxContext } from "../platform/context.ts";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { OrderMovedMeanwhile } from "./errors.ts";
import {
  cancelOrder,
  endDispute,
  expireOrder,
  holdForReview,
  markDisputed,
  markHeldMoneyReturned,
  markPaid,
  markRefunded,
  stampLines,
  statusAfterRefund,
} from "./move-order.ts";
import { type Order, type OrderStatus, readOrder } from "./order.ts";
import { placeOrder } from "./place-order.ts";

const services = testServices(testDatabase());
const inTx = <T>(act: (ctx: TxContext) => Promise<T>) => withTransaction(guest(services), act);
const paidAt = new Date("2026-11-21T10:00:00.000Z");
const taken = { amount: 5_000, currency: "EUR" as const };
const pay = (ctx: TxContext, order: Order) => markPaid(ctx, order, { paidAt, invoiceNumber: `N-${order.id}`, taken });
const refund = (refundedMinor: number, status: OrderStatus) => (ctx: TxContext, order: Order) =>
  markRefunded(ctx, order, { refundedMinor, status });

type Act = (ctx: TxContext, order: Order) => Promise<void>;

/** How an order comes to be in a status. */
const WAYS: Readonly<Record<OrderStatus, readonly Act[]>> = {
  pending: [],
  expired: [expireOrder],
  cancelled: [cancelOrder],
  review: [holdForReview],
  paid: [pay],
  disputed: [pay, markDisputed],
  partially_refunded: [pay, refund(1_000, "partially_refunded")],
  refunded: [pay, refund(5_000, "refunded")],
};
const STATUSES = Object.keys(WAYS) as OrderStatus[];

async function orderIn(status: OrderStatus): Promise<Order> {
  const line = { kind: "course", subjectId: "crs_1", title: "Drawing", quantity: 1, unitMinor: 4_900 } as const;
  const priced = {
    currency: "EUR" as const,
    lines: [{ ...line, discountMinor: 0, taxMinor: 0, totalMinor: 4_900 }],
    subtotalMinor: 4_900,
    discountMinor: 0,
    taxMinor: 0,
    totalMinor: 4_900,
    coupon: null,
    tax: { country: "FR", name: "VAT", rateBps: 0, mode: "inclusive" as const },
  };
  const asked = { priced, userId: null, email: "asha@example.com", locale: "en", gateway: "stripe" as const };
  const { orderId } = await inTx((ctx) => placeOrder(ctx, { ...asked, expiresAt: paidAt }));
  for (const act of WAYS[status]) await inTx(async (ctx) => act(ctx, await readOrder(ctx, orderId)));
  return readOrder(services, orderId);
}

async function lastEntryOf(order: Order) {
  const { auditEntries } = tables;
  const rows = await services.db.select().from(auditEntries).where(eq(auditEntries.subjectId, order.id));
  const last = rows.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.id.localeCompare(b.id)).at(-1);
  return { action: last?.action, subjectKind: last?.subjectKind, before: last?.before, after: last?.after };
}

/** Each step: from where it is possible, what it leads to, and what it is called in the audit. */
const STEPS: readonly [string, Act, readonly OrderStatus[], OrderStatus, string][] = [
  ["is paid", pay, ["pending", "expired", "review"], "paid", "orders.pay"],
  ["is held for review", holdForReview, ["pending", "expired", "cancelled"], "review", "orders.hold"],
  ["lapses", expireOrder, ["pending"], "expired", "orders.expire"],
  ["is cancelled", cancelOrder, ["pending", "review"], "cancelled", "orders.cancel"],
  ["is disputed", markDisputed, ["paid", "partially_refunded"], "disputed", "orders.dispute"],
  ["ends its dispute", endDispute, ["disputed"], "paid", "orders.end_dispute"],
  ["has its held money returned", markHeldMoneyReturned, ["review"], "refunded", "orders.refund"],
];

describe.each(STEPS)("an order %s", (_, act, from, to, action) => {
  test.each(from)("that is %s", async (status) => {
    const order = await orderIn(status);
    await inTx((ctx) => act(ctx, order));
    expect((await readOrder(services, order.id)).status).toBe(to);
    expect(await lastEntryOf(order)).toMatchObject({
      action,
      subjectKind: "order",
      before: { status, refundedMinor: order.refundedMinor },
      after: { status: to },
    });
  });

  test.each(STATUSES.filter((status) => !from.includes(status)))("not one that is %s", async (status) => {
    const order = await orderIn(status);
    await expect(inTx((ctx) => act(ctx, order))).rejects.toThrow(
      expect.objectContaining({
        constructor: OrderMovedMeanwhile,
        details: { orderId: order.id, to: act === endDispute && order.refundedMinor > 0 ? "partially_refunded" : to },
      }),
    );
    expect((await readOrder(services, order.id)).status).toBe(status);
  });
});

test("a paid order knows when, under which number and what was really taken", async () => {
  const order = await orderIn("paid");
  expect(order).toMatchObject({
    paidAt,
    invoiceNumber: `N-${order.id}`,
    settledMinor: 5_000,
    settledCurrency: "EUR",
    totalMinor: 4_900,
  });
});

describe("a refund", () => {
  test.each(["paid", "partially_refunded", "disputed"] as const)(
    "is written on an order that is %s",
    async (status) => {
      const order = await orderIn(status);
      await inTx((ctx) => markRefunded(ctx, order, { refundedMinor: 2_000, status: "partially_refunded" }));
      expect(await readOrder(services, order.id)).toMatchObject({ status: "partially_refunded", refundedMinor: 2_000 });
      expect(await lastEntryOf(order)).toEqual({
        action: "orders.refund",
        subjectKind: "order",
        before: { status, refundedMinor: order.refundedMinor },
        after: { status: "partially_refunded", refundedMinor: 2_000 },
      });
    },
  );

  test("changes nothing of one that was refunded, and is refused before a sale", async () => {
    const refunded = await orderIn("refunded");
    await inTx((ctx) => markRefunded(ctx, refunded, { refundedMinor: 1, status: "refunded" }));
    expect((await readOrder(services, refunded.id)).refundedMinor).toBe(5_000);
    for (const status of ["pending", "review", "expired", "cancelled"] as const) {
      const order = await orderIn(status);
      await expect(
        inTx((ctx) => markRefunded(ctx, order, { refundedMinor: 1, status: "partially_refunded" })),
      ).rejects.toThrow(OrderMovedMeanwhile);
    }
  });

  test("of the whole makes it refunded for good; of a part, an open dispute stays open", () => {
    const [whole, part] = [true, false];
    expect(statusAfterRefund("paid", { whole, disputeOpen: false })).toBe("refunded");
    expect(statusAfterRefund("disputed", { whole, disputeOpen: true })).toBe("refunded");
    expect(statusAfterRefund("refunded", { whole: part, disputeOpen: true })).toBe("refunded");
    expect(statusAfterRefund("disputed", { whole: part, disputeOpen: true })).toBe("disputed");
    expect(statusAfterRefund("paid", { whole: part, disputeOpen: false })).toBe("partially_refunded");
  });
});

test("a dispute that ends leaves the order what its refunds make of it", async () => {
  const order = await orderIn("partially_refunded");
  await inTx((ctx) => markDisputed(ctx, order));
  const disputed = await readOrder(services, order.id);
  await inTx((ctx) => endDispute(ctx, disputed));
  expect((await readOrder(services, order.id)).status).toBe("partially_refunded");
});

test("a line is stamped by itself, as handed over or as taken back", async () => {
  const [order, other] = [await orderIn("paid"), await orderIn("paid")];
  const lineId = order.lines[0]?.id ?? "";
  await inTx((ctx) => stampLines(ctx, [lineId], "fulfilledAt"));
  expect((await readOrder(services, order.id)).lines[0]).toMatchObject({
    fulfilledAt: expect.any(Date),
    reversedAt: null,
  });
  await inTx((ctx) => stampLines(ctx, [lineId], "reversedAt"));
  expect((await readOrder(services, order.id)).lines[0]).toMatchObject({ reversedAt: expect.any(Date) });
  expect((await readOrder(services, other.id)).lines[0]).toMatchObject({ fulfilledAt: null, reversedAt: null });
});
