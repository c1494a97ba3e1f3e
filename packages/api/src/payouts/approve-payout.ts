import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { and, eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { ApproverNotIndependent, BatchNotFound, PayoutNotWaiting } from "./errors.ts";
import { cancelPayout, lockPayout } from "./payout.ts";
import { mayApprove } from "./policy.ts";
import { payoutToSend } from "./send-message.ts";

const { payoutBatches, payoutPayees, payouts } = tables;

/**
 * A second person lets a payout go. Throws `PayoutNotFound`, `PayoutNotWaiting` and `ApproverNotIndependent`; the table
 * refuses the last of them too.
 */
export async function approvePayout(ctx: Context, payoutId: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await lockPayout(tx, payoutId);
    await approve(tx, payoutId, eq(payouts.id, payoutId));
  });
}

/** Lets go, in one statement, all of a batch that waits. Who may not approve one of them approves none. */
export async function approveBatch(ctx: Context, batchId: string): Promise<{ approved: number }> {
  return withTransaction(ctx, async (tx) => {
    const [batch] = await tx.db.select().from(payoutBatches).where(eq(payoutBatches.id, batchId));
    if (!batch) throw new BatchNotFound(batchId);
    return { approved: await approve(tx, batchId, eq(payouts.batchId, batchId)) };
  });
}

/** Nobody's eyes count twice: neither those of who asked for a payout nor of who is paid. Gives how many were approved. */
async function approve(ctx: TxContext, subject: string, which: ReturnType<typeof eq>): Promise<number> {
  const waiting = await waitingOf(ctx, which).for("update", { of: payouts });
  if (waiting.length === 0) throw new PayoutNotWaiting(subject);
  if (!waiting.every((payout) => mayApprove(ctx.actor.id, payout))) throw new ApproverNotIndependent(subject);
  await ctx.db
    .update(payouts)
    .set({
      status: "approved",
      approvedBy: ctx.actor.id,
      approvedAt: sql`now()`,
      nextAttemptAt: sql`now()`,
      updatedAt: sql`now()`,
    })
    .where(and(which, eq(payouts.status, "requested")));
  for (const { id: payoutId } of waiting) {
    await enqueue(ctx, payoutToSend, { payoutId });
    await recordAudit(ctx, { action: "payouts.approve", subjectKind: "payout", subjectId: payoutId });
  }
  return waiting.length;
}

/** The payouts that wait for a second person, each with those who cannot be it. */
export function waitingOf(ctx: Context, which: ReturnType<typeof eq>) {
  return ctx.db
    .select({ id: payouts.id, requestedBy: payouts.requestedBy, payeeUserId: payoutPayees.userId })
    .from(payouts)
    .innerJoin(payoutPayees, eq(payoutPayees.id, payouts.payeeId))
    .where(and(which, eq(payouts.status, "requested")))
    .orderBy(payouts.id);
}

/** Somebody says no before it is sent: what was reserved is the payee's again. Throws `PayoutNotWaiting`. */
export async function rejectPayout(ctx: Context, input: { payoutId: string; reason: string }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const payout = await lockPayout(tx, input.payoutId);
    if (payout.status !== "requested" && payout.status !== "approved") throw new PayoutNotWaiting(payout.id);
    await cancelPayout(tx, payout, input.reason);
  });
}
