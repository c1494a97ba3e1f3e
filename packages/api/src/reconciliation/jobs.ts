import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { reconciliationAsked } from "./reconciliation-asked.ts";

const nothing = z.object({});

const watchCheckoutsJob = defineJob<Context, typeof nothing>({
  name: "reconciliation.watch_checkouts",
  queue: "reconciliation",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  attempts: 1,
  timeoutMs: 5 * MINUTE_MS,
  run: async () => {
    const { watchCheckouts } = await import("./watch-checkouts.ts");
    return (ctx) => watchCheckouts(ctx);
  },
});

const collectUndeliveredJob = defineJob<Context, typeof nothing>({
  name: "reconciliation.collect_undelivered",
  queue: "reconciliation",
  payload: nothing,
  schedule: { everyMs: 5 * MINUTE_MS },
  attempts: 1,
  timeoutMs: 2 * MINUTE_MS,
  run: async () => {
    const { collectUndelivered } = await import("./collect-undelivered.ts");
    return (ctx) => collectUndelivered(ctx);
  },
});

/** After the slowest gateway has listed all of the day before. */
const startDailyJob = defineJob<Context, typeof nothing>({
  name: "reconciliation.start_daily",
  queue: "reconciliation",
  payload: nothing,
  schedule: { cron: "30 4 * * *" },
  effect: async () => (await import("./runs.ts")).startDailyReconciliations,
});

const reconcileJob = defineJob<Context, typeof reconciliationAsked.payload>({
  ...reconciliationAsked,
  timeoutMs: 30 * MINUTE_MS,
  run: async () => {
    const { reconcile } = await import("./reconcile.ts");
    return (ctx, { reconciliationId }) => reconcile(ctx, reconciliationId);
  },
});

export const reconciliationJobs = [watchCheckoutsJob, collectUndeliveredJob, startDailyJob, reconcileJob];
