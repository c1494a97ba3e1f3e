import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const payload = z.object({
  gateway: z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]),
  eventId: z.string(),
});

/** A gateway's event lies in the inbox. What it means for orders is decided above this domain, in `checkout`. */
export const handleEventFact: Enqueueable<typeof payload> = {
  name: "payments.handle_event",
  queue: "webhooks",
  payload,
};
