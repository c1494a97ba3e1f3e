import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

/** Says that a payout may leave; apart from its job, so that who reserves the money does not load who sends it. */
export const payoutToSend = {
  name: "payouts.send",
  queue: "webhooks",
  payload: z.object({ payoutId: z.string() }),
} as const satisfies Enqueueable;
