import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const delivery = z.strictObject({ deliveryId: z.string(), round: z.int() });

/** One event is to be posted to one endpoint. */
export const deliveryToMake = {
  name: "webhooks.deliver",
  queue: "outgoing-webhooks",
  payload: delivery,
} as const satisfies Enqueueable;

/** What was held or given up since a moment is to be sent anew, a batch at a time. */
export const deliveriesToRecover = {
  name: "webhooks.recover",
  queue: "maintenance",
  payload: z.strictObject({ endpointId: z.string(), since: z.iso.datetime() }),
} as const satisfies Enqueueable;
