import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import type { GatewayName, PaymentSnapshot } from "@stoa/payments";
import { and, eq, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

const { payments } = tables;

export type Payment = typeof payments.$inferSelect;

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

/** The payment, locked until the transaction ends; the caller holds its order, when there is one. */
export async function lockPayment(ctx: TxContext, id: string): Promise<Payment> {
  return only(await ctx.db.select().from(payments).where(eq(payments.id, id)).for("update"), "payment");
}

/** Writes how much of a payment is with the buyer again, and how much beyond it. The caller holds the payment. */
export async function restateRefunded(
  ctx: TxContext,
  payment: Payment,
  now: Pick<Payment, "refundedMinor" | "lostMinor">,
): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ ...now, updatedAt: sql`now()` })
    .where(eq(payments.id, payment.id));
}
