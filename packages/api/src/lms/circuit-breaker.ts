import { tables } from "@stoa/db";
import { errorText, MINUTE_MS } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";

const { lmsHealth } = tables;

/** Failures in a row after which the LMS counts as down; a single slow answer is no outage. */
const FAILURES_TO_OPEN = 4;
const CLOSED_FOR_MS = MINUTE_MS;
const CLOSED_AT_MOST_MS = 10 * MINUTE_MS;

/** Until when no call is to be made, or null while the LMS is believed to be up. Shared by all workers. */
export async function lmsClosedUntil(ctx: Context): Promise<Date | null> {
  const [row] = await ctx.db.select({ openUntil: lmsHealth.openUntil }).from(lmsHealth).where(eq(lmsHealth.id, 1));
  const until = row?.openUntil ?? null;
  return until !== null && until > ctx.clock.now() ? until : null;
}

/** The LMS answered: whatever was wrong is over. */
export async function noteLmsAnswered(ctx: Context): Promise<void> {
  await ctx.db
    .update(lmsHealth)
    .set({ consecutiveFailures: 0, openUntil: null, lastSuccessAt: ctx.clock.now() })
    .where(eq(lmsHealth.id, 1));
}

/** The LMS did not answer. After some in a row calls stop for a while, longer each time; the alert is `reporting`'s. */
export async function noteLmsFailed(ctx: TxContext, error: unknown): Promise<void> {
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .update(lmsHealth)
    .set({
      consecutiveFailures: sql`${lmsHealth.consecutiveFailures} + 1`,
      lastFailureAt: now,
      lastError: errorText(error),
    })
    .where(eq(lmsHealth.id, 1))
    .returning({ failures: lmsHealth.consecutiveFailures });
  const failures = row?.failures ?? 0;
  if (failures < FAILURES_TO_OPEN) return;
  const pause = Math.min(CLOSED_FOR_MS * 2 ** (failures - FAILURES_TO_OPEN), CLOSED_AT_MOST_MS);
  await ctx.db
    .update(lmsHealth)
    .set({ openUntil: new Date(now.getTime() + pause) })
    .where(eq(lmsHealth.id, 1));
}
