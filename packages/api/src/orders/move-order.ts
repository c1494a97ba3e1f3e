import { tables } from "@stoa/db";
import type { Money } from "@stoa/kit";
import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { TxContext } from "../platform/context.ts";
import { OrderMovedMeanwhile } from "./errors.ts";
import type { Order, OrderStatus } from "./order.ts";

const { orders, orderLines } = tables;

/** Where money may still arrive and make the order paid. */
export const PAYABLE: readonly OrderStatus[] = ["pending", "expired", "review"];
/** Paid, and not yet given back in full. */
const STANDING: readonly OrderStatus[] = ["paid", "partially_refunded", "disputed"];

interface Move {
  from: readonly OrderStatus[];
  to: OrderStatus;
  action: string;
  set?: Partial<typeof orders.$inferInsert>;
}

/** The gateway has the money: as asked, or as a person accepted it. */
export function markPaid(
  ctx: TxContext,
  order: Order,
  { taken, ...paid }: { paidAt: Date; invoiceNumber: string; taken: Money },
): Promise<void> {
  const set = { ...paid, settledMinor: taken.amount, settledCurrency: taken.currency };
  return move(ctx, order, { from: PAYABLE, to: "paid", action: "orders.pay", set });
}

/** Money came, but not as asked: a person decides (M3). */
export function holdForReview(ctx: TxContext, order: Order): Promise<void> {
  return move(ctx, order, { from: ["pending", "expired", "cancelled"], to: "review", action: "orders.hold" });
}

/** The checkout lapsed unpaid. */
export function expireOrder(ctx: TxContext, order: Order): Promise<void> {
  return move(ctx, order, { from: ["pending"], to: "expired", action: "orders.expire" });
}

/** The order will not be paid: the gateway refused it, or a person closed it. */
export function cancelOrder(ctx: TxContext, order: Order): Promise<void> {
  return move(ctx, order, { from: ["pending", "review"], to: "cancelled", action: "orders.cancel" });
}

export function markDisputed(ctx: TxContext, order: Order): Promise<void> {
  return move(ctx, order, { from: ["paid", "partially_refunded"], to: "disputed", action: "orders.dispute" });
}

/** The dispute was decided for us: the order is again what its refunds make of it. */
export function endDispute(ctx: TxContext, order: Order): Promise<void> {
  const to = order.refundedMinor === 0 ? "paid" : "partially_refunded";
  return move(ctx, order, { from: ["disputed"], to, action: "orders.end_dispute" });
}

/** Writes how much of what was taken has been given back in all, and what that makes of the order. */
export async function markRefunded(
  ctx: TxContext,
  order: Order,
  given: { refundedMinor: number; status: OrderStatus },
): Promise<void> {
  if (order.status === "refunded") return;
  const { refundedMinor, status } = given;
  await move(ctx, order, { from: STANDING, to: status, action: "orders.refund", set: { refundedMinor } });
}

/**
 * What an order is once money of its sale has gone back. The whole makes it refunded, and that it stays; else an open
 * dispute stays open.
 */
export function statusAfterRefund(
  before: OrderStatus,
  { whole, disputeOpen }: { whole: boolean; disputeOpen: boolean },
): OrderStatus {
  if (whole || before === "refunded") return "refunded";
  return disputeOpen ? "disputed" : "partially_refunded";
}

/** All money that was held for the order is with the buyer again. It never was a sale, so no amount of one is given back. */
export function markHeldMoneyReturned(ctx: TxContext, order: Order): Promise<void> {
  return move(ctx, order, { from: ["review"], to: "refunded", action: "orders.refund" });
}

/** Stamps lines as handed over, or as taken back. */
export async function stampLines(
  ctx: TxContext,
  lineIds: readonly string[],
  what: "fulfilledAt" | "reversedAt",
): Promise<void> {
  await ctx.db
    .update(orderLines)
    .set({ [what]: sql`now()` })
    .where(inArray(orderLines.id, [...lineIds]));
}

/** The one statement that changes a status. Throws `OrderMovedMeanwhile` when the order was not where it had to be. */
async function move(ctx: TxContext, order: Order, { from, to, action, set }: Move): Promise<void> {
  const rows = await ctx.db
    .update(orders)
    .set({ ...set, status: to, updatedAt: sql`now()` })
    .where(and(eq(orders.id, order.id), inArray(orders.status, [...from])))
    .returning({ id: orders.id });
  if (rows.length === 0) throw new OrderMovedMeanwhile(order.id, to);
  await recordAudit(ctx, {
    action,
    subjectKind: "order",
    subjectId: order.id,
    before: { status: order.status, refundedMinor: order.refundedMinor },
    after: { status: to, ...set },
  });
}
