import { isIPv6 } from "node:net";
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

/** What must be counted cannot be counted at the moment, and so is not done. The caller has tried nothing too often. */
export class CannotCount extends DomainError {
  constructor(name: LimitName) {
    const message = "We cannot do this at the moment. Nothing was charged or changed; try again in a moment.";
    super("unavailable", "cannot_count", message, { limit: name });
  }
}

/** Counts a call of a procedure against its bound, by person, key or IP. Throws `TooManyRequests`, `CannotCount`. */
export async function takeLimit(ctx: Context, path: string, name: LimitName): Promise<void> {
  const caller = ctx.actor.id ?? callerNetwork(ctx);
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
  if (answer.storeDown) throw new CannotCount(name);
  ctx.services.metrics.rateLimited.inc({ limit: name });
  throw new TooManyRequests(name, seconds);
}

/** The address of the caller; of IPv6 the first 64 bits, since one household holds all the rest. */
export function callerNetwork(ctx: Context): string {
  const ip = ctx.request?.ip ?? "none";
  if (!isIPv6(ip) || ip.startsWith("::ffff:")) return ip;
  const [head = "", tail] = ip.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail ? tail.split(":") : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  const network = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(":")}::/64`;
}

function tellHeaders(ctx: Context, answer: RateLimitAnswer): void {
  ctx.request?.setHeader("RateLimit-Limit", String(answer.limit));
  ctx.request?.setHeader("RateLimit-Remaining", String(answer.remaining));
  ctx.request?.setHeader("RateLimit-Reset", String(Math.ceil(answer.resetMs / 1000)));
}
