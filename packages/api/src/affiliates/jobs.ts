import { defineJob } from "@stoa/jobs";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { FACTS } from "../platform/facts.ts";
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

const { payload: ofAccount } = FACTS.payoutAccountPinned;

/** `payouts` says where somebody's money is to go; two affiliates behind one account are found by it (T74). */
const notePayoutAccountJob = defineJob<Context, typeof ofAccount>({
  name: FACTS.payoutAccountPinned.name,
  queue: FACTS.payoutAccountPinned.queue,
  payload: ofAccount,
  effect: async () => {
    const { notePayoutAccount } = await import("./note-payout-account.ts");
    return (ctx, payload) => notePayoutAccount(ctx, payload);
  },
});

export const affiliatesJobs = [refreshStatsJob, notePayoutAccountJob];
