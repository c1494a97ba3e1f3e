import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@stoa/kit";

/** Waits after each try that failed, as the scheme recommends: ten tries in a little more than three days. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** The first try and one after each pause. */
export const TRIES = PAUSES_MS.length + 1;

/** So that what failed together does not come back together. */
const JITTER = 0.2;

/** The longest that a receiver can ask us to wait. */
const ASKED_MAX_MS = DAY_MS;

/** After this long without one success an endpoint is paused. Longer than the ten tries of one message. */
export const FAILING_MAX_MS = 5 * DAY_MS;

/**
 * When to try again after the given failed try (1 for the first), or null when that was the last. A receiver that names
 * a later moment is heeded.
 */
export function nextTryAt(
  now: Date,
  attempt: number,
  retryAfter: string | null,
  random: () => number = Math.random,
): Date | null {
  const pause = PAUSES_MS[attempt - 1];
  if (pause === undefined) return null;
  const ownMs = pause * (1 + JITTER * random());
  return new Date(now.getTime() + Math.round(Math.max(ownMs, askedMs(now, retryAfter))));
}

/** `Retry-After`: seconds, or a date. */
function askedMs(now: Date, retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * SECOND_MS
    : Date.parse(retryAfter) - now.getTime();
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), ASKED_MAX_MS);
}

/** Whether an answer means that the message was taken. */
export function isTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** What a receiver answers that wants to hear nothing ever again. */
export const GONE = 410;
