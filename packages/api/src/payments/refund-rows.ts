import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import type { RefundSnapshot } from "@stoa/payments";
import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { Payment } from "./record-payment.ts";

const { refunds } = tables;

export type Refund = typeof refunds.$inferSelect;

/** The refund's status before this one was written; null for a refund that is new. */
export interface RecordedRefund {
  refund: Refund;
  before: Refund["status"] | null;
}

type RefundStatus = Refund["status"];

/** The statuses that a refund may leave for another. What is done can still fail; what failed stays failed. */
function leavesFor(status: RefundStatus): RefundStatus[] {
  const onItsWay: RefundStatus[] = ["requested", "pending"];
  return status === "failed" || status === "cancelled" ? [...onItsWay, "succeeded"] : onItsWay;
}

/**
 * Writes a refund as the gateway has it; an older reading never takes back a later one. The caller holds the order, so
 * that refunds of one order take turns.
 */
export async function recordRefundRow(
  ctx: TxContext,
  payment: Payment,
  snapshot: RefundSnapshot,
): Promise<RecordedRefund> {
  const [known] = await ctx.db.select().from(refunds).where(namedBy(payment, snapshot)).for("update");
  if (known) {
    const told = { gatewayRefundId: snapshot.refundId, status: snapshot.status, reason: snapshot.reason };
    const rows = await ctx.db
      .update(refunds)
      .set({ ...told, updatedAt: sql`now()` })
      .where(and(eq(refunds.id, known.id), inArray(refunds.status, leavesFor(snapshot.status))))
      .returning();
    return { refund: rows[0] ?? known, before: known.status };
  }
  const rows = await ctx.db
    .insert(refunds)
    .values({
      id: newId("refund", ctx.clock.now().getTime()),
      paymentId: payment.id,
      orderId: payment.orderId,
      gateway: payment.gateway,
      gatewayRefundId: snapshot.refundId,
      status: snapshot.status,
      amountMinor: snapshot.amount.amount,
      currency: snapshot.amount.currency,
      reason: snapshot.reason,
    })
    .returning();
  return { refund: only(rows, "refund"), before: null };
}

/** By the gateway's name, or by ours when it was asked for here and the gateway has not been heard of yet. */
function namedBy(payment: Payment, { refundId, refundKey }: RefundSnapshot): SQL | undefined {
  const told = and(eq(refunds.gateway, payment.gateway), eq(refunds.gatewayRefundId, refundId));
  if (refundKey === null) return told;
  const asked = and(eq(refunds.id, refundKey), eq(refunds.paymentId, payment.id), eq(refunds.status, "requested"));
  return or(told, asked);
}

/** A refund by our own id, or null. */
export async function getRefund(ctx: Pick<Context, "db">, id: string): Promise<Refund | null> {
  const [row] = await ctx.db.select().from(refunds).where(eq(refunds.id, id));
  return row ?? null;
}

/** The refunds of a payment that failed, the oldest first. */
export function failedRefundsOf(ctx: Pick<Context, "db">, payment: Payment): Promise<Refund[]> {
  return ctx.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.paymentId, payment.id), eq(refunds.status, "failed")))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
}

/** The gateway's names of the refunds of a payment that are known as done, the oldest first. */
export async function standingRefundsOf(ctx: Pick<Context, "db">, payment: Payment): Promise<string[]> {
  const rows = await ctx.db
    .select({ gatewayRefundId: refunds.gatewayRefundId })
    .from(refunds)
    .where(and(eq(refunds.paymentId, payment.id), eq(refunds.status, "succeeded")))
    .orderBy(asc(refunds.createdAt), asc(refunds.id));
  return rows.flatMap((row) => row.gatewayRefundId ?? []);
}
