import { tables, withTransaction } from "@stoa/db";
import { errorText } from "@stoa/kit";
import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import { type AnyJob, backoffMs, type Fence, type JobContext, RetryLater, Unrecoverable } from "./define-job.ts";
import { complaintAboutSize, isOpen, type Message } from "./message.ts";
import { bury, markDone, type OnDead, putOff, supersedeDead } from "./settle-message.ts";

/** What became of one run. `superseded`: the message was done, dead or handed out anew, and nothing was run. */
export type Outcome = "done" | "superseded" | "postponed" | "failed" | "dead";

export interface Run {
  readonly outcome: Outcome;
  /** Null when there was nothing to run. */
  readonly message: Message | null;
  readonly error?: unknown;
}

export interface Runner<C extends JobContext> {
  readonly ctx: C;
  readonly jobs: ReadonlyMap<string, AnyJob<C>>;
  /** The time that waits are counted from: the database's in production, the test's clock in `drainJobs`. */
  readonly now: SQL<Date>;
  /** Told in the transaction in which a message dies, to write the alert. */
  readonly onDead?: OnDead<C>;
  /** Stands around every run. */
  readonly observe?: Observe;
}

/** Runs `run` and answers what it answers; for what must know when it began and how it ended. */
export type Observe = (message: Message, run: () => Promise<Run>) => Promise<Run>;

/**
 * Runs beyond a job's attempts that may end without a word. Their worker was killed: once or twice that is a deploy or a
 * power cut, and not the job's fault; more often it is the job that kills it.
 */
const SILENT_ENDS = 3;

/** How often a message whose job this process does not know is tried: a newer worker may be on its way. */
const UNKNOWN_JOB = {
  attempts: 10,
  backoff: { kind: "exponential", baseMs: 5_000, capMs: 600_000, jitter: 0.5 },
} as const;

/**
 * Runs one message, once. Job and payload are read from the outbox, never from the queue (T104); whatever happens is
 * written there as well, so the queue may forget everything.
 */
export async function runMessage<C extends JobContext>(runner: Runner<C>, id: string, epoch: number): Promise<Run> {
  const message = await begin(runner, id, epoch);
  if (!message) return { outcome: "superseded", message: null };
  const run = () => attempt(runner, message);
  return runner.observe ? runner.observe(message, run) : run();
}

/** Counts the run before it starts, and takes up only the newest hand-out of a message that is still open. */
async function begin<C extends JobContext>(runner: Runner<C>, id: string, epoch: number): Promise<Message | undefined> {
  const { outbox } = tables;
  const [message] = await runner.ctx.db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, startedAt: sql`coalesce(${outbox.startedAt}, ${runner.now})` })
    .where(and(eq(outbox.id, id), lte(outbox.epoch, epoch), isOpen))
    .returning();
  return message;
}

async function attempt<C extends JobContext>(runner: Runner<C>, message: Message): Promise<Run> {
  const ctx = actAs(runner.ctx, message);
  const job = runner.jobs.get(message.job);
  const { attempts, backoff } = job ?? UNKNOWN_JOB;
  try {
    if (message.attempts > attempts + SILENT_ENDS)
      throw new Unrecoverable("its worker ended again and again while it ran");
    if (!job) throw new Error(`no job is called ${message.job}`);
    const done = await withinTime(job.timeoutMs, (signal) => perform(ctx, runner.now, job, message, signal));
    return { outcome: done ? "done" : "superseded", message };
  } catch (error) {
    if (error instanceof RetryLater) {
      await putOff(ctx, runner.now, message, { at: error.at, reason: errorText(error.message), refund: true });
      return { outcome: "postponed", message, error };
    }
    const reason = errorText(error);
    const facts = { err: error, outboxId: message.id, attempt: message.attempts };
    if (error instanceof Unrecoverable || message.attempts >= attempts) {
      ctx.log.error(facts, "job is dead");
      await withTransaction(ctx, async (txCtx) => {
        if (job?.schedule) await supersedeDead(txCtx, runner.now, job.name);
        await bury(txCtx, runner.now, message, reason, runner.onDead);
      });
      return { outcome: "dead", message, error };
    }
    ctx.log.warn(facts, "job failed and will run again");
    await putOff(ctx, runner.now, message, { at: backoffMs(backoff, message.attempts), reason, refund: false });
    return { outcome: "failed", message, error };
  }
}

/** Runs the handler; false when another run had marked the message done before. */
async function perform<C extends JobContext>(
  ctx: C,
  now: SQL<Date>,
  job: AnyJob<C>,
  message: Message,
  signal: AbortSignal,
): Promise<boolean> {
  const payload = parsePayload(job, message);
  const complete: Fence<C>["complete"] = (write) =>
    withTransaction(ctx, async (txCtx) => {
      const first = await markDone(txCtx, now, message.id);
      if (first && job.schedule) await supersedeDead(txCtx, now, job.name);
      if (first) await write(txCtx);
      return first;
    });
  if (job.handler.effect) {
    const effect = await job.handler.effect();
    return complete((txCtx) => effect(txCtx, payload));
  }
  const run = await job.handler.run();
  let completed: boolean | null = null;
  await run(ctx, payload, {
    key: message.id,
    attempt: message.attempts,
    signal,
    complete: async (write) => {
      completed = await complete(write);
      return completed;
    },
  });
  return completed ?? complete(async () => {});
}

/** `never`, because the list of jobs has forgotten which payload each takes; its own schema has just checked it. */
function parsePayload<C extends JobContext>(job: AnyJob<C>, message: Message): never {
  const complaint = complaintAboutSize(message.payload);
  if (complaint !== null) throw new Unrecoverable(complaint);
  const parsed = job.payload.safeParse(message.payload);
  if (!parsed.success) throw new Unrecoverable(`its payload does not fit: ${parsed.error.message}`);
  return parsed.data as never;
}

/** The context as the job sees it: it acts under its own name and carries on its cause's correlation id. */
function actAs<C extends JobContext>(ctx: C, message: Message): C {
  const { correlationId, job } = message;
  const actor = { kind: "job", id: job };
  return { ...ctx, correlationId, actor, log: ctx.log.child({ correlationId, job }) };
}

async function withinTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`took longer than ${ms} ms`);
    controller.abort(error);
    late.reject(error);
  }, ms);
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
