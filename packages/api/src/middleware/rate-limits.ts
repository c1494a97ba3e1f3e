import { DomainError } from "@stoa/kit";
import type { Context } from "../platform/context.ts";
import { LIMITS, type LimitName, type RateLimitAnswer } from "../platform/rate-limit.ts";

export class TooManyRequests extends DomainError {
  constructor(name: LimitName, retryAfterSeconds: number) {
    super("rate_limited", "too_many_requests", `Too many tries. Wait ${retryAfterSeconds} s and try again.`, {
      limit: name,
      retryAfterSeconds,
    });
  }
}

/** Counts a call of a procedure against its bound, by person, key or IP. Throws `TooManyRequests`. */
export async function takeLimit(ctx: Context, path: string, name: LimitName): Promise<void> {
  const caller = ctx.actor.id ?? ctx.request?.ip ?? "none";
  await takeLimitFor(ctx, name, `${path}:${caller}`);
}

/** Counts against a bound for a subject of the verb's own, such as the account a password is tried for. */
export async function takeLimitFor(ctx: Context, name: LimitName, subject: string): Promise<void> {
  const limit = LIMITS[name];
  const answer = await ctx.services.limiter.take(limit, subject);
  tellHeaders(ctx, answer);
  if (answer.allowed) return;
  const seconds = Math.max(1, Math.ceil(answer.resetMs / 1000));
  ctx.request?.setHeader("Retry-After", String(seconds));
  ctx.services.metrics.rateLimited.inc({ limit: name });
  throw new TooManyRequests(name, seconds);
}

function tellHeaders(ctx: Context, answer: RateLimitAnswer): void {
  ctx.request?.setHeader("RateLimit-Limit", String(answer.limit));
  ctx.request?.setHeader("RateLimit-Remaining", String(answer.remaining));
  ctx.request?.setHeader("RateLimit-Reset", String(Math.ceil(answer.resetMs / 1000)));
}
