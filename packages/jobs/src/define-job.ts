import type { Database, InTransaction, Transaction } from "@stoa/db";
import { type Clock, invariant, type Log, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import type { z } from "zod";
import type { QueueName } from "./queues.ts";

/** The least that a job is given; the application's own context adds to it. */
export interface JobContext {
  readonly db: Database | Transaction;
  readonly clock: Clock;
  /** Bound to the correlation id and the job's name. */
  readonly log: Log;
  readonly correlationId: string;
  /** `{ kind: "job", id: <the job's name> }` while a job runs. */
  readonly actor: { readonly kind: string; readonly id: string | null };
}

/**
 * Work inside the database only. The runner opens one transaction, marks the message done and runs the effect in it; so
 * the effect and the mark commit together, and a second run finds nothing to mark and does nothing.
 */
export type Effect<C extends JobContext, P> = (ctx: InTransaction<C>, payload: P) => Promise<unknown>;

/**
 * Work that calls outside services. It may run more than once, so it calls with `fence.key` (or another stable key),
 * takes "exists already" for success, and writes what came of it through `fence.complete`.
 */
export type RemoteRun<C extends JobContext, P> = (ctx: C, payload: P, fence: Fence<C>) => Promise<unknown>;

/** What stands between a remote job and doing its work twice. */
export interface Fence<C extends JobContext> {
  /** The same for every run of this message: the idempotency key to call outside services with. */
  readonly key: string;
  /** 1 for the first run. */
  readonly attempt: number;
  /** Aborts when the job's time is up; hand it to `fetch`. */
  readonly signal: AbortSignal;
  /**
   * Writes the outcome and marks the message done in one transaction. False, with nothing written, when another run has
   * done so already. A run that returns without calling this is marked done with nothing to write.
   */
  complete(write: (ctx: InTransaction<C>) => Promise<unknown>): Promise<boolean>;
}

/** Waits of `baseMs × 2^(attempt-1)`, at most `capMs`, of which the share `jitter` (0 to 1) is left to chance. */
export interface Backoff {
  readonly kind: "exponential";
  readonly baseMs: number;
  readonly capMs: number;
  readonly jitter: number;
}

/** When a job starts by itself: on a grid of `everyMs`, or by a cron line in a time zone (UTC unless told). */
export type Schedule = { readonly everyMs: number } | { readonly cron: string; readonly tz?: string };

interface JobSettings<S extends z.ZodType> {
  /** `<domain>.<verb_noun>`; stored with every message, so never renamed while messages are under way. */
  readonly name: string;
  readonly queue: QueueName;
  /** Ids only; the job reads the state afresh. New fields are optional, for the messages already under way. */
  readonly payload: S;
  /** Runs before the message is dead. 10 unless told. */
  readonly attempts?: number;
  readonly backoff?: Backoff;
  /** Past it the run counts as failed and `fence.signal` aborts. 30 s unless told. */
  readonly timeoutMs?: number;
  /** The payload must then accept `{}`. */
  readonly schedule?: Schedule;
}

/** A job's handler is imported when it first runs, so that who enqueues it does not load what it needs. */
export type JobHandler<C extends JobContext, P> =
  | { readonly effect: () => Promise<Effect<C, P>>; readonly run?: undefined }
  | { readonly run: () => Promise<RemoteRun<C, P>>; readonly effect?: undefined };

/** What `enqueue` needs to know of a job. */
export interface Enqueueable<S extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: S;
}

export interface Job<C extends JobContext, S extends z.ZodType> extends Enqueueable<S> {
  readonly attempts: number;
  readonly backoff: Backoff;
  readonly timeoutMs: number;
  readonly schedule: Schedule | null;
  /** Takes `never`, so that jobs of all payloads fit one list; the runner gives it what `payload` has parsed. */
  readonly handler: JobHandler<C, never>;
}

/** A job of any payload, run with the context `C`. */
export type AnyJob<C extends JobContext> = Job<C, z.ZodType>;

const DEFAULT_BACKOFF: Backoff = { kind: "exponential", baseMs: SECOND_MS, capMs: 10 * MINUTE_MS, jitter: 0.5 };

/**
 * Declares a job: what it is called, what it is given, where it queues, how often it is tried and what it runs.
 * Give `effect` for work in the database alone, `run` for work that calls outside services.
 */
export function defineJob<C extends JobContext, S extends z.ZodType>(
  definition: JobSettings<S> & JobHandler<C, z.output<S>>,
): Job<C, S> {
  const { name, queue, payload, schedule = null } = definition;
  invariant(/^[a-z_]+\.[a-z_]+$/.test(name), `a job is named <domain>.<verb_noun>, not ${name}`);
  invariant(schedule === null || payload.safeParse({}).success, `${name} is scheduled, so its payload must accept {}`);
  return {
    name,
    queue,
    payload,
    schedule,
    attempts: definition.attempts ?? 10,
    backoff: definition.backoff ?? DEFAULT_BACKOFF,
    timeoutMs: definition.timeoutMs ?? 30 * SECOND_MS,
    handler: definition.effect ? { effect: definition.effect } : { run: definition.run },
  };
}

/** Thrown by a handler to be run again at a time of its own choosing. It is no failure and costs no attempt. */
export class RetryLater extends Error {
  override name = "RetryLater";
  readonly at: Date | number;

  /** @param at a moment, or milliseconds from now. */
  constructor(at: Date | number, reason: string) {
    super(reason);
    this.at = at;
  }
}

/** Thrown by a handler that no further try can help: the message is dead at once, and somebody is told. */
export class Unrecoverable extends Error {
  override name = "Unrecoverable";
}

/** How long to wait after the given failed attempt (1 for the first). */
export function backoffMs(backoff: Backoff, attempt: number, random: () => number = Math.random): number {
  const full = Math.min(backoff.capMs, backoff.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - backoff.jitter * random()));
}
