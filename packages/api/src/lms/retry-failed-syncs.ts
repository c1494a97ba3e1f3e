import { tables } from "@stoa/db";
import { asc, eq } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { LmsSyncRunning } from "./errors.ts";
import { retryLmsSync } from "./request-lms-sync.ts";

const { lmsSyncs } = tables;

/** One press of the button; more than this failed at once is an outage, and the next press takes the rest. */
const BATCH = 500;

/** Staff try again all that has failed, the oldest first. Gives how many. */
export async function retryFailedSyncs(ctx: Context): Promise<{ queued: number }> {
  const failed = await ctx.db
    .select({ id: lmsSyncs.id })
    .from(lmsSyncs)
    .where(eq(lmsSyncs.status, "failed"))
    .orderBy(asc(lmsSyncs.createdAt))
    .limit(BATCH);
  let queued = 0;
  for (const { id } of failed) queued += await retryUnlessTaken(ctx, id);
  return { queued };
}

/** A colleague may have pressed the same button a moment ago: what runs already is as good as retried. */
async function retryUnlessTaken(ctx: Context, id: string): Promise<number> {
  try {
    await retryLmsSync(ctx, id);
    return 1;
  } catch (error) {
    if (error instanceof LmsSyncRunning) return 0;
    throw error;
  }
}
