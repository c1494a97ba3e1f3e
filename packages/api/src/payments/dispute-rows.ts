import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import type { DisputeSnapshot } from "@stoa/payments";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { Payment } from "./record-payment.ts";

const { disputes } = tables;

export type Dispute = typeof disputes.$inferSelect;

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

/** Whether a dispute of a payment waits for its decision. The caller holds the payment. */
export async function hasOpenDispute(ctx: TxContext, payment: Payment): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: disputes.id })
    .from(disputes)
    .where(and(eq(disputes.paymentId, payment.id), eq(disputes.status, "open")))
    .limit(1);
  return rows.length > 0;
}

/** A dispute by our own id, or null. */
export async function getDispute(ctx: Pick<Context, "db">, id: string): Promise<Dispute | null> {
  const [row] = await ctx.db.select().from(disputes).where(eq(disputes.id, id));
  return row ?? null;
}

/** Writes when evidence was handed in. */
export async function noteEvidenceSent(ctx: TxContext, id: string): Promise<void> {
  await ctx.db.update(disputes).set({ evidenceSentAt: sql`now()`, updatedAt: sql`now()` }).where(eq(disputes.id, id));
}
