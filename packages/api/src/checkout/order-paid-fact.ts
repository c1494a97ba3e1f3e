import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const payload = z.object({ orderId: z.string() });

/** An order has been paid. Higher domains (affiliates, loyalty, outgoing webhooks) act on it in jobs of their own. */
export const orderPaidFact: Enqueueable<typeof payload> = {
  name: "checkout.order_paid",
  queue: "notifications",
  payload,
};
