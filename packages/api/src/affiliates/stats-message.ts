import { type Enqueueable, enqueue } from "@stoa/jobs";
import { addMs, SECOND_MS } from "@stoa/kit";
import { z } from "zod";
import type { TxContext } from "../platform/context.ts";

const payload = z.object({ affiliateId: z.string() });

export const statsToRefresh: Enqueueable<typeof payload> = {
  name: "affiliates.refresh_stats",
  queue: "affiliate-stats",
  payload,
};

/** Statistics follow within this time, however much happens meanwhile. */
const DEBOUNCE_MS = 10 * SECOND_MS;

/** Has the statistics of an affiliate brought up to date soon: one run for all that happens until it starts (B5). */
export async function askForStats(ctx: TxContext, affiliateId: string): Promise<void> {
  const availableAt = addMs(ctx.clock.now(), DEBOUNCE_MS);
  await enqueue(ctx, statsToRefresh, { affiliateId }, { dedupeKey: affiliateId, availableAt });
}
