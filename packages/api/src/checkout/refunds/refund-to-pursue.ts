import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const payload = z.object({ refundId: z.string() });

/** A refund is to be sent, or asked after. */
export const refundToPursue = {
  name: "checkout.pursue_refund",
  queue: "webhooks",
  payload,
} as const satisfies Enqueueable<typeof payload>;
