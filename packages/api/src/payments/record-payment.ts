import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import type { DisputeSnapshot, GatewayName, PaymentSnapshot, RefundSnapshot } from "@stoa/payments";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

const { payments, refunds, disputes } = tables;

export type Payment = typeof payments.$inferSelect;
export type Refund = typeof refunds.$inferSelect;
export type Dispute = typeof disputes.$inferSelect;

/**
 * Writes that a payment succeeded. There is one row per gateway and payment, and it succeeds once: `first` is true for
 * the one caller whose transaction made it so, and everything that follows from a payment hangs on it.
 */
export async function recordSucceededPayment(
  ctx: TxContext,
  gateway: GatewayName,
  payment: PaymentSnapshot,
  orderId: string | null,
): Promise<{ payment: Payment; first: boolean }> {
  const values = { ...valuesOf(ctx, gateway, payment, orderId), status: "succeeded" as const };
  const [changed] = await ctx.db
    .insert(payments)
    .values(values)
    .onConflictDoUpdate({
      target: [payments.gateway, payments.gatewayPaymentId],
      set: {
        status: "succeeded",
        orderId,
        amountMinor: values.amountMinor,
        currency: values.currency,
        occurredAt: values.occurredAt,
        updatedAt: sql`now()`,
      },
      setWhere: sql`${payments.status} <> 'succeeded'`,
    })
    .returning();
  if (changed) return { payment: changed, first: true };
  return { payment: only(await byGatewayId(ctx, gateway, payment.paymentId), "payment"), first: false };
}

/** Writes that a payment is on its way or was declined. Never takes back one that succeeded. */
export async function recordUnsettledPayment(
  ctx: TxContext,
  gateway: GatewayName,
  payment: PaymentSnapshot,
  orderId: string | null,
): Promise<void> {
  const status = payment.status === "failed" || payment.status === "cancelled" ? payment.status : "pending";
  await ctx.db
    .insert(payments)
    .values({ ...valuesOf(ctx, gateway, payment, orderId), status })
    .onConflictDoUpdate({
      target: [payments.gateway, payments.gatewayPaymentId],
      set: { status, occurredAt: payment.occurredAt, updatedAt: sql`now()` },
      setWhere: sql`${payments.status} in ('pending', 'failed') and ${payments.occurredAt} <= excluded.occurred_at`,
    });
}

function valuesOf(ctx: TxContext, gateway: GatewayName, payment: PaymentSnapshot, orderId: string | null) {
  return {
    id: newId("payment", ctx.clock.now().getTime()),
    orderId,
    gateway,
    gatewayPaymentId: payment.paymentId,
    amountMinor: payment.amount.amount,
    currency: payment.amount.currency,
    occurredAt: payment.occurredAt,
  };
}

/** The payment as we know it, or null. */
export async function findPayment(
  ctx: Pick<Context, "db">,
  gateway: GatewayName,
  gatewayPaymentId: string,
): Promise<Payment | null> {
  return (await byGatewayId(ctx, gateway, gatewayPaymentId))[0] ?? null;
}

/** A payment by our own id, or null. */
export async function getPayment(ctx: Pick<Context, "db">, id: string): Promise<Payment | null> {
  const [row] = await ctx.db.select().from(payments).where(eq(payments.id, id));
  return row ?? null;
}

function byGatewayId(ctx: Pick<Context, "db">, gateway: GatewayName, gatewayPaymentId: string): Promise<Payment[]> {
  return ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.gateway, gateway), eq(payments.gatewayPaymentId, gatewayPaymentId)));
}

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
  const [known] = await ctx.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.gateway, payment.gateway), eq(refunds.gatewayRefundId, snapshot.refundId)))
    .for("update");
  if (known) {
    const rows = await ctx.db
      .update(refunds)
      .set({ status: snapshot.status, reason: snapshot.reason, updatedAt: sql`now()` })
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

/** Adds to what has been given back of a payment. Gives how much that is in all. */
export async function addRefunded(ctx: TxContext, payment: Payment, minor: number): Promise<number> {
  const rows = await ctx.db
    .update(payments)
    .set({ refundedMinor: sql`${payments.refundedMinor} + ${minor}`, updatedAt: sql`now()` })
    .where(eq(payments.id, payment.id))
    .returning({ refundedMinor: payments.refundedMinor });
  return only(rows, "payment").refundedMinor;
}

/** Writes a dispute as the gateway has it. A decided one stays decided, whatever late message comes. */
export async function recordDisputeRow(
  ctx: TxContext,
  payment: Payment,
  snapshot: DisputeSnapshot,
): Promise<{ dispute: Dispute; before: Dispute["status"] | null }> {
  const status = snapshot.status === "won" || snapshot.status === "lost" ? snapshot.status : "open";
  const [known] = await ctx.db
    .select()
    .from(disputes)
    .where(and(eq(disputes.gateway, payment.gateway), eq(disputes.gatewayDisputeId, snapshot.disputeId)))
    .for("update");
  if (known) {
    const rows = await ctx.db
      .update(disputes)
      .set({ status, dueBy: snapshot.respondBy, updatedAt: sql`now()` })
      .where(and(eq(disputes.id, known.id), inArray(disputes.status, ["open"])))
      .returning();
    return { dispute: rows[0] ?? known, before: known.status };
  }
  const rows = await ctx.db
    .insert(disputes)
    .values({
      id: newId("dispute", ctx.clock.now().getTime()),
      paymentId: payment.id,
      orderId: payment.orderId,
      gateway: payment.gateway,
      gatewayDisputeId: snapshot.disputeId,
      status,
      amountMinor: snapshot.amount.amount,
      currency: snapshot.amount.currency,
      reason: snapshot.reason,
      dueBy: snapshot.respondBy,
    })
    .returning();
  return { dispute: only(rows, "dispute"), before: null };
}
