import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { type AnyJob, defineJob, type Fence, type JobContext } from "../define-job.ts";

/** Jobs whose effects can be counted: each run that takes effect leaves one row in `effects`. */
const payload = z.object({ orderId: z.string() });

/** What the jobs are given: where their outside service is. */
export interface CrashContext extends JobContext {
  readonly bankUrl: string;
}

export const recordPayment = defineJob({
  name: "crash.record_payment",
  queue: "webhooks",
  payload,
  effect:
    async () =>
    async (ctx: CrashContext, { orderId }: { orderId: string }) => {
      await leaveEffect(ctx, "recorded", orderId);
      await sleep(20);
    },
});

export const payAtBank = defineJob({
  name: "crash.pay_at_bank",
  queue: "lms-sync",
  payload,
  run:
    async () =>
    async (ctx: CrashContext, { orderId }: { orderId: string }, fence: Fence<CrashContext>) => {
      await fetch(ctx.bankUrl, { method: "POST", body: fence.key, signal: fence.signal });
      await fence.complete((txCtx) => leaveEffect(txCtx, "paid", orderId));
    },
});

export const crashJobs: readonly AnyJob<CrashContext>[] = [recordPayment, payAtBank];

async function leaveEffect(ctx: JobContext, kind: string, orderId: string): Promise<void> {
  await ctx.db.execute(sql`insert into effects (kind, order_id) values (${kind}, ${orderId})`);
}
