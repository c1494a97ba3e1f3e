import { tables } from "@stoa/db";
import { and, asc, lte, sql } from "drizzle-orm";
import type { AnyJob, JobContext } from "./define-job.ts";
import { isOpen } from "./message.ts";
import { type Run, runMessage } from "./run-message.ts";
import type { OnDead } from "./settle-message.ts";

export interface DrainOptions<C extends JobContext> {
  /** Runs what is due by then; `ctx.clock.now()` unless told. The clock itself is not moved. */
  readonly until?: Date;
  /** Rounds before giving up on jobs that enqueue one another for ever. 100 unless told. */
  readonly maxRounds?: number;
  readonly onDead?: OnDead<C>;
}

export interface DrainedRun extends Run {
  readonly job: string;
  readonly payload: unknown;
}

/**
 * Runs everything that is due in the outbox, here and now, without a queue: one after the other, oldest first, until
 * nothing is due. For tests and the simulator; time is `ctx.clock`'s. Answers each run in order, failed ones too.
 */
export async function drainJobs<C extends JobContext>(
  ctx: C,
  jobs: readonly AnyJob<C>[],
  options: DrainOptions<C> = {},
): Promise<DrainedRun[]> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const maxRounds = options.maxRounds ?? 100;
  const runs: DrainedRun[] = [];
  for (let round = 1; ; round++) {
    const due = await dueMessages(ctx, options.until);
    if (due.length === 0) return runs;
    if (round > maxRounds)
      throw new Error(`still due after ${maxRounds} rounds: ${due.map(({ job }) => job).join(", ")}`);
    for (const { id, job, payload, epoch } of due) {
      const now = sql<Date>`${ctx.clock.now().toISOString()}::timestamptz`;
      const run = await runMessage({ ctx, jobs: byName, now, onDead: options.onDead }, id, epoch);
      runs.push({ ...run, job, payload });
    }
  }
}

function dueMessages(ctx: JobContext, until: Date = ctx.clock.now()) {
  const { outbox } = tables;
  return ctx.db
    .select({ id: outbox.id, job: outbox.job, payload: outbox.payload, epoch: outbox.epoch })
    .from(outbox)
    .where(and(isOpen, lte(outbox.availableAt, until)))
    .orderBy(asc(outbox.availableAt), asc(outbox.position));
}
