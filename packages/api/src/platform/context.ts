import type { Database, InTransaction, Transaction } from "@stoa/db";
import type { MailTransport } from "@stoa/email";
import type { Clock, Log } from "@stoa/kit";
import type { Lms } from "@stoa/lms";
import type { Gateways } from "@stoa/payments";
import type { Env } from "../env.ts";
import type { Actor } from "./actor.ts";
import type { Cache } from "./cache.ts";
import type { Captcha } from "./captcha.ts";
import type { Metrics } from "./metrics.ts";
import type { Passwords } from "./passwords.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Secrets } from "./secrets.ts";

/** What the caller's connection tells, already checked; null for jobs and the command line. */
export interface RequestFacts {
  readonly ip: string;
  readonly userAgent: string;
  readonly country: string | null;
  readonly idempotencyKey: string | null;
  /** `X-Order-Token`, with which a guest reads one order. */
  readonly orderToken: string | null;
  /** `X-Cart-Token`, with which a visitor finds their cart again. */
  readonly cartToken: string | null;
  /** The sealed cookie that says whose links led here; null where there is none. */
  readonly referral?: string | null;
  /** `X-Captcha-Token`, with which a guest shows on a public form that they are a person. */
  readonly captchaToken: string | null;
  readonly locale: string;
  /** Sets a header of the answer, such as Retry-After. */
  setHeader(name: string, value: string): void;
}

/** What lives as long as the process. */
export interface Services {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly db: Database;
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  /** Null when no captcha is configured; then public forms ask for none. */
  readonly captcha: Captcha | null;
  readonly gateways: Gateways;
  /** Null when no external LMS is configured. */
  readonly lms: Lms | null;
  /** Null when no way to send is configured; mails then wait in the queue. */
  readonly mail: MailTransport | null;
  readonly metrics: Metrics;
  readonly passwords: Passwords;
  readonly secrets: Secrets;
  close(): Promise<void>;
}

/** A call under an Idempotency-Key, which may be the second try of one that died before its answer was kept. */
export interface KeyedCall {
  /** What the try that died had written down; null when there was none, or it had not come so far. */
  readonly noted: string | null;
  /** Writes down, sealed and in the verb's own transaction, what the next try needs to go on instead of beginning anew. */
  note(ctx: TxContext, text: string): Promise<void>;
}

/** What every verb is given: who acts, when, for which request, on which database handle. */
export interface Context {
  readonly db: Database | Transaction;
  readonly clock: Clock;
  readonly log: Log;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly request: RequestFacts | null;
  readonly services: Services;
  readonly keyedCall?: KeyedCall;
}

/** The context inside a transaction, for steps that must not run alone. */
export type TxContext = InTransaction<Context>;

/** A context for work that no person asked for: a job, the command line, a webhook. */
export function contextFor(services: Services, actor: Actor, correlationId: string): Context {
  return {
    db: services.db,
    clock: services.clock,
    log: services.log.child({ correlationId }),
    actor,
    correlationId,
    request: null,
    services,
  };
}
