import type { Database } from "@stoa/db";
import { tables } from "@stoa/db";
import { type Clock, only } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import type { Redis } from "ioredis";

/** A bound: at most `limit` calls in a window. `whenDown` says what happens while the store cannot be asked (P5). */
export interface RateLimit {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly whenDown: "refuse" | "allow";
}

export interface RateLimitAnswer {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
  /** Nobody counted, because the store could not be asked; the bound itself says whether that is a refusal. */
  readonly storeDown?: true;
}

/** Counts one call and answers in one atomic step, so that parallel calls never slip past the bound. */
export interface RateLimiter {
  take(limit: RateLimit, subject: string): Promise<RateLimitAnswer>;
  /** Forgets what was counted, as after a right password: only failures are to add up. */
  forget(limit: RateLimit, subject: string): Promise<void>;
}

const MINUTE = 60_000;

/** Every bound of the platform, by name. Procedures name one; what is wider than an account is bounded by IP as well. */
export const LIMITS = {
  read: { name: "read", limit: 600, windowMs: MINUTE, whenDown: "allow" },
  write: { name: "write", limit: 120, windowMs: MINUTE, whenDown: "allow" },
  checkout: { name: "checkout", limit: 10, windowMs: MINUTE, whenDown: "refuse" },
  /** Card testing (T43): what reaches a gateway, whatever the address behind which it is tried. */
  checkout_gateway: { name: "checkout_gateway", limit: 10, windowMs: 10 * MINUTE, whenDown: "refuse" },
  sign_in: { name: "sign_in", limit: 5, windowMs: 15 * MINUTE, whenDown: "refuse" },
  sign_in_ip: { name: "sign_in_ip", limit: 100, windowMs: 15 * MINUTE, whenDown: "refuse" },
  /** Mails that a stranger can have sent to one address. */
  mail_to: { name: "mail_to", limit: 5, windowMs: 15 * MINUTE, whenDown: "refuse" },
  sign_up: { name: "sign_up", limit: 10, windowMs: 15 * MINUTE, whenDown: "refuse" },
  reset: { name: "reset", limit: 5, windowMs: 15 * MINUTE, whenDown: "refuse" },
  second_factor: { name: "second_factor", limit: 5, windowMs: 15 * MINUTE, whenDown: "refuse" },
  token: { name: "token", limit: 20, windowMs: 15 * MINUTE, whenDown: "refuse" },
  code_check: { name: "code_check", limit: 10, windowMs: MINUTE, whenDown: "refuse" },
  /** Applications that strangers write and people read. */
  application: { name: "application", limit: 5, windowMs: 15 * MINUTE, whenDown: "refuse" },
  /** Reports of errors in browsers; written by strangers, so kept few. */
  client_error: { name: "client_error", limit: 20, windowMs: MINUTE, whenDown: "refuse" },
  /** Visits by affiliates' links from one network; more count for nobody. */
  affiliate_visit: { name: "affiliate_visit", limit: 120, windowMs: MINUTE, whenDown: "refuse" },
  /** What staff have sent to an endpoint by hand. */
  webhook_send: { name: "webhook_send", limit: 30, windowMs: MINUTE, whenDown: "allow" },
  staff: { name: "staff", limit: 1_200, windowMs: MINUTE, whenDown: "allow" },
} as const satisfies Record<string, RateLimit>;
export type LimitName = keyof typeof LIMITS;

const TAKE = `
local hits = redis.call('INCR', KEYS[1])
if hits == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** Counters in Redis: one script a call. */
export function redisRateLimiter(redis: Redis): RateLimiter {
  return {
    async take(limit, subject) {
      const reply: unknown = await redis.eval(TAKE, 1, `limit:${limit.name}:${subject}`, limit.windowMs);
      const [hits, ttl] = reply as [number, number];
      return answer(limit, hits, ttl);
    },
    async forget(limit, subject) {
      await redis.del(`limit:${limit.name}:${subject}`);
    },
  };
}

/**
 * Counters in Postgres, for an installation without Redis: one statement a call. By the clock on the wall and not by
 * `now()`, which is the statement's start: one that waited for another's lock would count from before it.
 */
export function postgresRateLimiter(db: Database): RateLimiter {
  const windows = tables.rateLimitWindows;
  return {
    async take(limit, subject) {
      const until = sql`clock_timestamp() + ${limit.windowMs} * interval '1 millisecond'`;
      const over = sql`${windows.resetsAt} <= clock_timestamp()`;
      const rows = await db
        .insert(windows)
        .values({ key: `${limit.name}:${subject}`, hits: 1, resetsAt: until })
        .onConflictDoUpdate({
          target: windows.key,
          set: {
            hits: sql`case when ${over} then 1 else ${windows.hits} + 1 end`,
            resetsAt: sql`case when ${over} then excluded.resets_at else ${windows.resetsAt} end`,
          },
        })
        .returning({
          hits: windows.hits,
          resetMs: sql<number>`(extract(epoch from ${windows.resetsAt} - clock_timestamp()) * 1000)::int`,
        });
      const row = only(rows);
      return answer(limit, row.hits, row.resetMs);
    },
    async forget(limit, subject) {
      await db.delete(windows).where(eq(windows.key, `${limit.name}:${subject}`));
    },
  };
}

function answer(limit: RateLimit, hits: number, resetMs: number): RateLimitAnswer {
  return {
    allowed: hits <= limit.limit,
    limit: limit.limit,
    remaining: Math.max(0, limit.limit - hits),
    resetMs: Math.max(0, resetMs),
  };
}

/**
 * Asks the store, and says what the limit says when the store is down: sign-in and money refuse, reading goes on.
 * `onDown` is told, for the log and the alert.
 */
export function failSafe(
  limiter: RateLimiter,
  clock: Clock,
  onDown: (limit: RateLimit, error: unknown) => void,
): RateLimiter {
  let lastTold = 0;
  const tell = (limit: RateLimit, error: unknown) => {
    const now = clock.now().getTime();
    if (now - lastTold <= MINUTE) return;
    lastTold = now;
    onDown(limit, error);
  };
  return {
    async take(limit, subject) {
      try {
        return await limiter.take(limit, subject);
      } catch (error) {
        tell(limit, error);
        const allowed = limit.whenDown === "allow";
        return { allowed, limit: limit.limit, remaining: allowed ? 1 : 0, resetMs: 10_000, storeDown: true };
      }
    },
    forget: (limit, subject) => limiter.forget(limit, subject).catch((error) => tell(limit, error)),
  };
}
