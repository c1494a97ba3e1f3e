import { z } from "zod";

/** How much the test of many payees tries: a little in every run, the whole measure when asked. */
const schema = z.object({
  /** Payees who each ask twenty times at once; the measure is 200. */
  PAYOUT_PAYEES: z.coerce.number().int().min(1).default(20),
});

export const { PAYOUT_PAYEES } = schema.parse(process.env);
