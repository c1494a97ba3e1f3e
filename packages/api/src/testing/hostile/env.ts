import { z } from "zod";

const schema = z.object({
  /** How many inputs each procedure is tried with. The bar is 2,000; every commit takes a few. */
  HOSTILE_INPUTS: z.coerce.number().int().min(1).default(30),
  /** Repeats a run that found something, which prints its seed. */
  HOSTILE_SEED: z.coerce.number().int().default(1),
});

export const HOSTILE = schema.parse(process.env);
