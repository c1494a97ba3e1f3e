import { type InTransaction, tables } from "@stoa/db";
import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { JobContext } from "./define-job.ts";
import { isOpen, type Message } from "./message.ts";

/** Does something more in the transaction in which a message dies: the alert. */
export type OnDead<C extends JobContext> = (ctx: InTransaction<C>, message: Message) => Promise<unknown>;

/** The fence against a run that wakes up late: one run alone finds the message open. Answers whether it was this one. */
export async function markDone(ctx: InTransaction<JobContext>, now: SQL<Date>, id: string): Promise<boolean> {
  const { outbox } = tables;
  const marked = await ctx.db
    .update(outbox)
    .set({ doneAt: now, lastError: null })
    .where(and(eq(outbox.id, id), isOpen))
    .returning({ id: outbox.id });
  return marked.length > 0;
}

/** Back to the outbox until later, by this reason. With `refund` the run does not count as an attempt. */
export async function putOff(
  ctx: JobContext,
  now: SQL<Date>,
  message: Message,
  later: { at: Date | number; reason: string; refund: boolean },
): Promise<void> {
  const { outbox } = tables;
  const { at, reason, refund } = later;
  await ctx.db
    .update(outbox)
    .set({
      sentAt: null,
      availableAt: at instanceof Date ? sql`${at.toISOString()}::timestamptz` : sql`${now} + ${at} * interval '1 ms'`,
      epoch: sql`${outbox.epoch} + 1`,
      lastError: reason,
      ...(refund ? { attempts: sql`${outbox.attempts} - 1` } : {}),
    })
    .where(isRun(message));
}

/** No further run: the message waits for a person, who is told of it in the same transaction. */
export async function bury<C extends JobContext>(
  ctx: InTransaction<C>,
  now: SQL<Date>,
  message: Message,
  reason: string,
  onDead?: OnDead<C>,
): Promise<void> {
  const { outbox } = tables;
  const set = { deadAt: now, lastError: reason };
  const [dead] = await ctx.db.update(outbox).set(set).where(isRun(message)).returning();
  if (dead) await onDead?.(ctx, dead);
}

/**
 * Settles the dead runs of a scheduled job: a later run has done, or failed at, what they were to do. So a job that fails
 * every minute leaves one dead message, and none once it works again.
 */
export async function supersedeDead(ctx: InTransaction<JobContext>, now: SQL<Date>, job: string): Promise<void> {
  const { outbox } = tables;
  const dead = and(eq(outbox.job, job), isNotNull(outbox.deadAt), isNull(outbox.doneAt));
  await ctx.db.update(outbox).set({ doneAt: now }).where(dead);
}

/** The message as this run took it up; a run that was begun since has changed it, and a straggler finds nothing. */
const isRun = (message: Message) =>
  and(
    eq(tables.outbox.id, message.id),
    eq(tables.outbox.epoch, message.epoch),
    eq(tables.outbox.attempts, message.attempts),
    isOpen,
  );
