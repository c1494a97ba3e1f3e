import { tables, withTransaction } from "@stoa/db";
import { type Enqueueable, enqueue } from "@stoa/jobs";
import { found, newId } from "@stoa/kit";
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { LmsSyncNotFound, LmsSyncRunning } from "./errors.ts";

const { enrolments, lmsSyncs } = tables;

const payload = z.object({ syncId: z.string() });
export const syncToRun: Enqueueable<typeof payload> = { name: "lms.sync_enrolment", queue: "lms-sync", payload };

export interface LmsSyncRequest {
  enrolmentId: string;
  orderId: string | null;
  courseId: string;
  /** Normalised. */
  email: string;
  name: string | null;
}

/**
 * Asks that the external LMS be brought to where these enrolments are: enrolled while open, removed once closed. Written in
 * the transaction of the change, so that the LMS can never hold up a sale or miss one. Nothing to do for a course that the
 * LMS does not have and never had. Its row is held, so that whoever points it at another LMS course meanwhile waits, and
 * then finds these enrolments.
 */
export async function requestLmsSyncs(ctx: TxContext, requests: readonly LmsSyncRequest[]): Promise<void> {
  if (requests.length === 0) return;
  const asked = requests.map(({ enrolmentId, orderId, courseId, email, name }) => ({
    id: newId("lmsSync", ctx.clock.now().getTime()),
    enrolment_id: enrolmentId,
    order_id: orderId,
    course_id: courseId,
    email,
    name: name ?? email.slice(0, email.indexOf("@")),
  }));
  // In one order, so that two transactions that ask for the same never wait for each other crosswise. `next_attempt_at`
  // stays: while a run has the learner in hand, the next one waits for its end.
  const rows = await ctx.db.execute<{ id: string }>(sql`
    insert into lms_syncs (id, enrolment_id, order_id, course_id, lms_course, email, name, correlation_id)
    select a.id, a.enrolment_id, a.order_id, c.id, coalesce(c.lms_course, s.lms_course), a.email, a.name, ${ctx.correlationId}
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as a(id text, enrolment_id text, order_id text, course_id text, email text, name text)
    join courses c on c.id = a.course_id left join lms_syncs s on s.enrolment_id = a.enrolment_id
    where c.lms_course is not null or s.id is not null
    order by a.enrolment_id for key share of c
    on conflict (enrolment_id) do update set status = 'pending', attempts = 0, last_error = null, order_id = excluded.order_id,
      email = excluded.email, name = excluded.name, updated_at = now()
    returning id`);
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
  if (!guests) return requestUnasked(ctx, to, email);
  const { orderId, courseId, name, lmsUser, lmsCourse, formerUser, formerCourse } = guests;
  await ctx.db.update(lmsSyncs).set({ orderId: null }).where(eq(lmsSyncs.id, guests.id));
  await requestLmsSyncs(ctx, [{ enrolmentId: to, orderId, courseId, email, name }]);
  await ctx.db
    .update(lmsSyncs)
    .set({ lmsUser, lmsCourse, formerUser, formerCourse })
    .where(and(eq(lmsSyncs.enrolmentId, to), isNull(lmsSyncs.lmsUser)));
}

/** A course that has come to the LMS since the guest bought it. */
async function requestUnasked(ctx: TxContext, enrolmentId: string, email: string): Promise<void> {
  const [enrolment] = await ctx.db.select().from(enrolments).where(eq(enrolments.id, enrolmentId));
  if (!enrolment) return;
  await requestLmsSyncs(ctx, [{ enrolmentId, orderId: null, courseId: enrolment.courseId, email, name: null }]);
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
