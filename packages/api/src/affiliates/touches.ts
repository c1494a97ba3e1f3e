import { DAY_MS } from "@stoa/kit";
import { z } from "zod";
import type { Secrets } from "../platform/secrets.ts";

const PURPOSE = "affiliate-touches";
/** The longest cookie that is opened at all; ten touches fit. */
const COOKIE_MAX = 2_000;
const TOUCHES_MAX = 10;
/** The longest window a programme can have; older touches are dropped. */
export const WINDOW_DAYS_MAX = 365;

/** A visit by an affiliate's link. */
export interface Touch {
  affiliateId: string;
  at: Date;
}

export type AttributionModel = "last_click" | "first_click";

const stored = z.array(z.tuple([z.string().max(60), z.int()])).max(TOUCHES_MAX);

/** What a cookie holds, oldest first. Nothing, when it was edited, is too long, too old or another's (T76). */
export function openTouches(secrets: Secrets, cookie: string | null, now: Date): Touch[] {
  if (cookie === null || cookie.length > COOKIE_MAX) return [];
  try {
    const touches = stored.parse(JSON.parse(secrets.open(PURPOSE, cookie)));
    return inWindow(
      touches.map(([affiliateId, at]) => ({ affiliateId, at: new Date(at) })),
      { windowDays: WINDOW_DAYS_MAX, now },
    );
  } catch {
    return [];
  }
}

export function sealTouches(secrets: Secrets, touches: readonly Touch[]): string {
  return secrets.seal(PURPOSE, JSON.stringify(touches.map(({ affiliateId, at }) => [affiliateId, at.getTime()])));
}

/**
 * The list after one more touch. Of touches by one affiliate in a row the first and the last are kept: whatever a window
 * leaves out, the first and the last touch in it are of the same affiliates as by all of them. Of too many in all, the
 * oldest that is neither the first nor the last of its affiliate goes, or else the second oldest.
 */
export function addTouch(touches: readonly Touch[], touch: Touch): Touch[] {
  const { affiliateId } = touch;
  const inARow = touches.length > 1 && touches.slice(-2).every((each) => each.affiliateId === affiliateId);
  const kept = [...(inARow ? touches.slice(0, -1) : touches), touch];
  if (kept.length <= TOUCHES_MAX) return kept;
  const between = kept.findIndex((each, at) => isOf(each, kept.slice(0, at)) && isOf(each, kept.slice(at + 1)));
  return kept.toSpliced(between === -1 ? 1 : between, 1);
}

function isOf({ affiliateId }: Touch, touches: readonly Touch[]): boolean {
  return touches.some((each) => each.affiliateId === affiliateId);
}

/** Touches of a window that ends now; half-open, so that one exactly as old as the window is out. */
export function inWindow(touches: readonly Touch[], { windowDays, now }: { windowDays: number; now: Date }): Touch[] {
  const from = now.getTime() - windowDays * DAY_MS;
  return touches.filter(({ at }) => at.getTime() > from && at.getTime() <= now.getTime());
}

/** The touch that a sale counts for, under the programme's model. */
export function chooseTouch(touches: readonly Touch[], model: AttributionModel): Touch | null {
  const byTime = [...touches].sort((a, b) => a.at.getTime() - b.at.getTime());
  return (model === "last_click" ? byTime.at(-1) : byTime[0]) ?? null;
}
