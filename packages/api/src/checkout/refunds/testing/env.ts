import { z } from "zod";

/** How much the tests of refunds try: a little in every run, the whole measure when asked. */
const schema = z.object({
  /** Random histories of which preview and outcome are compared; the measure is 1,000. */
  REFUND_HISTORIES: z.coerce.number().int().min(1).default(12),
  /** Orders that are each refunded ten times at one instant; the measure is 500. */
  REFUND_ORDERS: z.coerce.number().int().min(1).default(4),
});

export const REFUND_TRIALS = schema.parse(process.env);
