import { tables, withTransaction } from "@stoa/db";
import { type Enqueueable, enqueue } from "@stoa/jobs";
import { found, newId } from "@stoa/kit";
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { LmsSyncNotFound, LmsSyncRunning } from "./errors.ts";

const { lmsSyncs } = tables;

const payload = z.object({ syncId: z.string() });
export const syncToRun: Enqueueable<typeof payload> = { name: "lms.sync_enrolment", queue: "lms-sync", payload };

export interface LmsSyncRequest {
  enrolmentId: string;
  orderId: string | null;
  courseId: string;
  lmsCourse: string;
  /** Normalised. */
  email: string;
  name: string | null;
}

/**
 * Asks that the external LMS be brought to where these enrolments are: enrolled while open, removed once closed. Written in
 * the transaction of the change, so that the LMS can never hold up a sale or miss one.
 */
export async function requestLmsSyncs(ctx: TxContext, requests: readonly LmsSyncRequest[]): Promise<void> {
  if (requests.length === 0) return;
  // In one order, so that two transactions that ask for the same never wait for each other crosswise.
  const inOrder = [...requests].sort((a, b) => (a.enrolmentId < b.enrolmentId ? -1 : 1));
  const rows = await ctx.db
    .insert(lmsSyncs)
    .values(
      inOrder.map((request) => ({
        id: newId("lmsSync", ctx.clock.now().getTime()),
        ...request,
        name: request.name ?? request.email.slice(0, request.email.indexOf("@")),
        correlationId: ctx.correlationId,
      })),
    )
    .onConflictDoUpdate({
      target: lmsSyncs.enrolmentId,
      // `next_attempt_at` stays: while a run holds the pair, the next one waits for its end.
      set: {
        status: "pending",
        attempts: 0,
        lastError: null,
        orderId: sql`excluded.order_id`,
        lmsCourse: sql`excluded.lms_course`,
        email: sql`excluded.email`,
        name: sql`excluded.name`,
        updatedAt: sql`now()`,
      },
    })
    .returning({ id: lmsSyncs.id });
  for (const { id: syncId } of rows) await enqueue(ctx, syncToRun, { syncId });
}

/**
 * The place of a guest's enrolment becomes that of the account's, which it was joined to: what is known of it moves, and
 * the LMS is asked to have it under the proved address. Nothing to do for a course that the LMS does not have.
 */
export async function handOverLmsSync(
  ctx: TxContext,
  { from, to, email }: { from: string; to: string; email: string },
): Promise<void> {
  const [guests] = await ctx.db.select().from(lmsSyncs).where(eq(lmsSyncs.enrolmentId, from)).for("update");
  if (!guests) return;
  const { orderId, courseId, lmsCourse, name, lmsUser } = guests;
  await ctx.db.update(lmsSyncs).set({ orderId: null }).where(eq(lmsSyncs.id, guests.id));
  await requestLmsSyncs(ctx, [{ enrolmentId: to, orderId, courseId, lmsCourse, email, name }]);
  await ctx.db
    .update(lmsSyncs)
    .set({ lmsUser })
    .where(and(eq(lmsSyncs.enrolmentId, to), isNull(lmsSyncs.lmsUser)));
}

/** Staff try again what has failed, with a full count of tries. Throws `LmsSyncNotFound` and `LmsSyncRunning`. */
export async function retryLmsSync(ctx: Context, syncId: string): Promise<{ queued: true }> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(lmsSyncs).where(eq(lmsSyncs.id, syncId)).for("update");
    const sync = found(row, () => new LmsSyncNotFound(syncId));
    if (sync.status === "syncing") throw new LmsSyncRunning(syncId);
    await tx.db
      .update(lmsSyncs)
      .set({ status: "pending", attempts: 0, nextAttemptAt: null, updatedAt: sql`now()` })
      .where(eq(lmsSyncs.id, syncId));
    await enqueue(tx, syncToRun, { syncId });
    await recordAudit(tx, {
      action: "lms.retry_sync",
      subjectKind: "lms_sync",
      subjectId: syncId,
      before: { status: sync.status, attempts: sync.attempts, lastError: sync.lastError },
    });
    return { queued: true } as const;
  });
}
