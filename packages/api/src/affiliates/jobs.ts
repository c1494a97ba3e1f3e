import { defineJob } from "@stoa/jobs";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { statsToRefresh } from "./stats-message.ts";

const ofAffiliate = z.object({ affiliateId: z.string() });

/** Asked for by every click and sale, run once for all of some seconds (B5). */
const refreshStatsJob = defineJob<Context, typeof ofAffiliate>({
  name: statsToRefresh.name,
  queue: statsToRefresh.queue,
  payload: ofAffiliate,
  effect: async () => {
    const { refreshStats } = await import("./refresh-stats.ts");
    return (ctx, payload) => refreshStats(ctx, payload);
  },
});

export const affiliatesJobs = [refreshStatsJob];
