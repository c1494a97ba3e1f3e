import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";

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

export const reconciliationJobs = [watchCheckoutsJob, collectUndeliveredJob];
