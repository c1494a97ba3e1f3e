import { moneySchema } from "@stoa/kit";
import { z } from "zod";

export const searchInput = z.strictObject({ q: z.string().trim().min(2).max(120) });
export const foundKind = z.enum([
  "order",
  "person",
  "course",
  "coupon",
  "grant_application",
  "affiliate",
  "payout",
  "payment",
  "refund",
  "dispute",
  "credit_note",
  "event",
]);
export type FoundKind = z.infer<typeof foundKind>;
export const foundRecord = z.object({
  kind: foundKind,
  id: z.string(),
  label: z.string().describe("What it is called: a number, a name, a code."),
  detail: z.string().nullable().describe("What tells it from others of its name."),
  state: z.string().nullable(),
  amount: moneySchema.nullable(),
  under: z.string().nullable().describe("Where it stands: of a payment its order, of an event its gateway."),
});
export type FoundRecord = z.infer<typeof foundRecord>;
export const foundRecords = z.object({ items: z.array(foundRecord) });
