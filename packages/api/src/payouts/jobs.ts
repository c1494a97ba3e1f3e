import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { payoutToSend } from "./send-message.ts";

const { payload: ofPayout } = payoutToSend;
const nothing = z.object({});

/** Each run asks under the key of the first; what it cannot send is left to `payouts.follow`. */
const sendPayoutJob = defineJob<Context, typeof ofPayout>({
  name: payoutToSend.name,
  queue: payoutToSend.queue,
  payload: ofPayout,
  run: async () => {
    const { sendPayout } = await import("./send-payout.ts");
    return (ctx, { payoutId }) => sendPayout(ctx, payoutId);
  },
});

const followPayoutsJob = defineJob<Context, typeof nothing>({
  name: "payouts.follow",
  queue: "reconciliation",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  attempts: 1,
  timeoutMs: 5 * MINUTE_MS,
  run: async () => {
    const { followPayouts } = await import("./follow-payouts.ts");
    return (ctx) => followPayouts(ctx);
  },
});

/** Asked every day, early; the setting says from which day of the month on. */
const monthlyBatchJob = defineJob<Context, typeof nothing>({
  name: "payouts.create_monthly_batches",
  queue: "maintenance",
  payload: nothing,
  schedule: { cron: "0 5 * * *" },
  run: async () => {
    const { createMonthlyBatches } = await import("./create-batch.ts");
    return (ctx) => createMonthlyBatches(ctx);
  },
});

export const payoutsJobs = [sendPayoutJob, followPayoutsJob, monthlyBatchJob];
