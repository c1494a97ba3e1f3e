import type { RateLimiter } from "../platform/rate-limit.ts";

/** Lets one caller call without end; for tests whose many calls the bounds would answer in place of what is asked. */
export const NO_BOUND: RateLimiter = {
  take: async ({ limit, windowMs }) => ({ allowed: true, limit, remaining: limit, resetMs: windowMs }),
  forget: async () => {},
};
