import { type Database, tables, withTransaction } from "@stoa/db";
import { type Clock, invariant, type Log, newId, SECOND_MS } from "@stoa/kit";
import { CronExpressionParser } from "cron-parser";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Enqueueable, Schedule } from "./define-job.ts";
import { enqueue } from "./enqueue.ts";
import { type Loop, startLoop } from "./loop.ts";

export interface Scheduled extends Enqueueable<z.ZodType> {
  readonly schedule: Schedule | null;
}

interface Options {
  db: Database;
  clock: Clock;
  jobs: readonly Scheduled[];
}

/**
 * Starts scheduled jobs when they are due, as long as it runs. Many workers start one run each period, because the row
 * that says when is locked; the database's clock alone decides, so a worker's clock may say what it likes; and no queue
 * is asked, so none can forget. A period missed while nothing ran is made up for once.
 */
export function startScheduler(options: Options & { log: Log }): Loop {
  let registered = false;
  return startLoop("scheduler", options.log, async () => {
    if (!registered) await registerSchedules(options);
    registered = true;
    await startDueSchedules(options);
    return SECOND_MS;
  });
}

/** Writes down when each scheduled job is next due. One already known keeps its moment, unless its schedule changed. */
export async function registerSchedules({ db, jobs }: Options): Promise<void> {
  const { jobSchedules } = tables;
  const now = await databaseNow(db);
  for (const job of jobs) {
    if (job.schedule === null) continue;
    const row = { schedule: JSON.stringify(job.schedule), nextAt: nextRun(job.schedule, now) };
    await db
      .insert(jobSchedules)
      .values({ name: job.name, ...row })
      .onConflictDoUpdate({
        target: jobSchedules.name,
        set: row,
        setWhere: sql`${jobSchedules.schedule} <> ${row.schedule}`,
      });
  }
}

/** Enqueues what is due and works out when it is due again. Answers the names of the jobs started. */
export async function startDueSchedules({ db, clock, jobs }: Options): Promise<string[]> {
  const { jobSchedules } = tables;
  const scheduled = jobs.filter(({ schedule }) => schedule !== null);
  if (scheduled.length === 0) return [];
  return withTransaction({ db }, async (tx) => {
    const names = scheduled.map(({ name }) => name);
    const due = await tx.db
      .select({ name: jobSchedules.name })
      .from(jobSchedules)
      .where(and(inArray(jobSchedules.name, names), lte(jobSchedules.nextAt, sql`now()`)))
      .orderBy(jobSchedules.name)
      .for("update", { skipLocked: true });
    if (due.length === 0) return [];
    const now = await databaseNow(tx.db);
    for (const { name } of due) {
      const job = scheduled.find((each) => each.name === name);
      invariant(job?.schedule, `${name} is scheduled`);
      // While the last run still waits to be started, another would only do the same.
      await enqueue({ ...tx, clock, correlationId: newId("correlation") }, job, {}, { dedupeKey: "schedule" });
      const nextAt = nextRun(job.schedule, now);
      await tx.db.update(jobSchedules).set({ nextAt, lastStartedAt: now }).where(eq(jobSchedules.name, name));
    }
    return due.map(({ name }) => name);
  });
}

/** The first moment after `after` at which a schedule is due. */
export function nextRun(schedule: Schedule, after: Date): Date {
  if ("everyMs" in schedule) {
    return new Date((Math.floor(after.getTime() / schedule.everyMs) + 1) * schedule.everyMs);
  }
  return CronExpressionParser.parse(schedule.cron, { currentDate: after, tz: schedule.tz ?? "UTC" })
    .next()
    .toDate();
}

async function databaseNow(db: Pick<Database, "execute">): Promise<Date> {
  const [row] = await db.execute<{ ms: string }>(sql`select extract(epoch from now()) * 1000 as ms`);
  return new Date(Number(row?.ms));
}
