import type { Database } from "@stoa/db";
import { SECOND_MS } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Consumer, QueueBackend } from "./backends/backend.ts";
import type { AnyJob, JobContext } from "./define-job.ts";
import { listenForHints } from "./hints.ts";
import { QUEUE_NAMES, QUEUES, type QueueName, type QueuePlan } from "./queues.ts";
import { startRelay } from "./relay.ts";
import { type Observe, runMessage } from "./run-message.ts";
import { startScheduler } from "./schedule.ts";
import type { OnDead } from "./settle-message.ts";
import { startSweeper } from "./sweep.ts";

export interface WorkersOptions<C extends JobContext> {
  /** What jobs run with; each gets it under its own name, with its cause's correlation id. */
  readonly ctx: C & { readonly db: Database };
  readonly jobs: readonly AnyJob<C>[];
  readonly backend: QueueBackend;
  /** The database's address, to listen there for hints. Without it messages wait up to a second. */
  readonly databaseUrl?: string;
  /** Told in the transaction in which a message dies. */
  readonly onDead?: OnDead<C>;
  /** Stands around every run: metrics and traces. */
  readonly observe?: Observe;
  /** Departures from `QUEUES`, by queue. */
  readonly plans?: Partial<Record<QueueName, Partial<QueuePlan>>>;
}

export interface Workers {
  /** Takes nothing new, waits for what is under way, at most `boundMs`, and stops. True when everything had ended. */
  close(options?: { boundMs?: number }): Promise<boolean>;
}

const CLOSE_WITHIN_MS = 20 * SECOND_MS;

/** Runs jobs until it is closed: relay, sweeper, schedules, and one consumer a queue. Run as many processes as you like. */
export async function startWorkers<C extends JobContext>(options: WorkersOptions<C>): Promise<Workers> {
  const { ctx, jobs, backend } = options;
  const { db, clock, log } = ctx;
  const consumers = startConsumers(options);
  const relay = startRelay({ db, backend, log });
  const sweeper = startSweeper({ db, backend, log, plans: options.plans });
  const scheduler = startScheduler({ db, clock, log, jobs });
  const hints = options.databaseUrl ? await listenForHints(options.databaseUrl, log, () => relay.wake()) : null;
  const stop = () =>
    Promise.all([
      hints?.close(),
      ...[relay, sweeper, scheduler].map((loop) => loop.close()),
      ...consumers.map((consumer) => consumer.close()),
    ]);
  return {
    close: async ({ boundMs = CLOSE_WITHIN_MS } = {}) => {
      const inTime = await Promise.race([stop().then(() => true), after(boundMs)]);
      if (!inTime) log.warn({ boundMs }, "jobs were still under way; another worker will run them again");
      return inTime;
    },
  };
}

function startConsumers<C extends JobContext>({
  ctx,
  jobs,
  backend,
  onDead,
  observe,
  plans,
}: WorkersOptions<C>): Consumer[] {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const runner = { ctx, jobs: byName, now: sql<Date>`now()`, onDead, observe };
  return QUEUE_NAMES.map((queue) =>
    backend.work(queue, { ...QUEUES[queue], ...plans?.[queue] }, async ({ id, epoch }) => {
      await runMessage(runner, id, epoch);
    }),
  );
}

function after(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}
