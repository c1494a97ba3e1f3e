import { z } from "zod";

/** How much the tests of the order of events try: some orders in every run, all of them when asked. */
const schema = z.object({
  /** Of the 120 orders in which five events can come, how many are played at each gateway for each end. */
  EVENT_ORDERS: z.coerce.number().int().min(1).max(120).default(8),
});

export const { EVENT_ORDERS } = schema.parse(process.env);
