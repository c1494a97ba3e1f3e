import type { Clock } from "@stoa/kit";

/** The time as Stripe counts it: whole seconds since 1970. */
export function unixNow(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1_000);
}
