import { CURRENCIES, moneySchema } from "@stoa/kit";
import { z } from "zod";

const day = z.string().describe("ISO date in UTC.");

export const moneyDays = z.object({
  revenue: z.array(
    z.object({
      day,
      kind: z.string(),
      currency: z.string(),
      amountMinor: z.number().int().describe("Net; may be below 0."),
    }),
  ),
  counts: z.array(z.object({ day, payments: z.number().int(), refunds: z.number().int(), disputes: z.number().int() })),
});
export type MoneyDays = z.infer<typeof moneyDays>;

export const payoutMonthsInput = z.strictObject({ months: z.number().int().min(1).max(36).default(12) });
export const payoutMonths = z.object({
  items: z.array(
    z.object({
      month: z.string().describe("As in 2026-11, in UTC."),
      currency: z.string(),
      payouts: z.number().int(),
      amountMinor: z.number().int(),
    }),
  ),
});
export type PayoutMonths = z.infer<typeof payoutMonths>;

export const commissionStates = z.object({
  items: z.array(
    z.object({
      currency: z.enum(CURRENCIES),
      undecided: moneySchema.describe("Of referrals that a person has to look at; not in the books yet."),
      waiting: moneySchema.describe("In the refund window of its sale."),
      payable: moneySchema,
      aside: moneySchema.describe("Held for payouts that are under way, and for disputes."),
    }),
  ),
});
export type CommissionStates = z.infer<typeof commissionStates>;
