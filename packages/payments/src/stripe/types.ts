import { isStorable } from "@stoa/kit";
import { z } from "zod";

/**
 * Stripe's objects, as far as Stoa reads them. Loose on purpose: an account may send events of an older or a newer API
 * version than the SDK's, with fields missing or added. What is required here is present in all versions since 2020.
 */

const text = z.string().max(500).refine(isStorable, "holds a character that no text has");
const id = text.min(1).max(255);
/** Seconds since 1970, up to the end of the year 9999. */
const seconds = z.int().nonnegative().max(253_402_300_799);
const metadata = z.record(text, text).nullish();
/** A reference that is an id, or the object itself when it was expanded. */
const reference = <T extends z.ZodType>(object: T) => z.union([id, object]).nullish();

const balanceTransactionSchema = z.looseObject({ id, amount: z.int(), fee: z.int(), currency: z.string() });

const chargeSchema = z.looseObject({
  id,
  amount_refunded: z.int().nonnegative(),
  created: seconds,
  balance_transaction: reference(balanceTransactionSchema),
});

export const paymentIntentSchema = z.looseObject({
  id,
  amount: z.int().nonnegative(),
  amount_received: z.int().nonnegative().nullish(),
  created: seconds,
  currency: z.string(),
  status: z.string(),
  metadata,
  latest_charge: reference(chargeSchema),
  last_payment_error: z.looseObject({ message: z.string().nullish(), code: z.string().nullish() }).nullish(),
});
export type StripePaymentIntent = z.output<typeof paymentIntentSchema>;

export const sessionSchema = z.looseObject({
  id,
  amount_total: z.int().nonnegative().nullish(),
  client_reference_id: z.string().nullish(),
  currency: z.string().nullish(),
  /** Absent before 2020-08-27 (`payment_status`) and before 2022 (`created`, `status`). */
  created: seconds.nullish(),
  metadata,
  payment_intent: reference(paymentIntentSchema),
  payment_status: z.string().nullish(),
  status: z.string().nullish(),
  url: z.string().nullish(),
});
export type StripeSession = z.output<typeof sessionSchema>;

export const refundSchema = z.looseObject({
  id,
  amount: z.int().nonnegative(),
  created: seconds,
  currency: z.string(),
  failure_reason: z.string().nullish(),
  metadata,
  payment_intent: reference(z.looseObject({ id })),
  reason: z.string().nullish(),
  status: z.string().nullish(),
});
export type StripeRefund = z.output<typeof refundSchema>;

export const disputeSchema = z.looseObject({
  id,
  amount: z.int().nonnegative(),
  balance_transactions: z.array(balanceTransactionSchema).nullish(),
  created: seconds,
  currency: z.string(),
  evidence_details: z.looseObject({ due_by: seconds.nullish() }).nullish(),
  metadata,
  payment_intent: reference(z.looseObject({ id, metadata })),
  reason: z.string(),
  status: z.string(),
});
export type StripeDispute = z.output<typeof disputeSchema>;

export const transferSchema = z.looseObject({
  id,
  amount: z.int().nonnegative(),
  amount_reversed: z.int().nonnegative().nullish(),
  created: seconds,
  currency: z.string(),
  metadata,
  reversed: z.boolean().nullish(),
});
export type StripeTransfer = z.output<typeof transferSchema>;

/** As far as it says whether money may be sent to it. */
export const accountSchema = z.looseObject({
  id,
  capabilities: z.looseObject({ transfers: z.string().nullish() }).nullish(),
});

export const eventSchema = z.looseObject({
  id,
  object: z.literal("event"),
  created: seconds,
  livemode: z.boolean(),
  type: text.min(1).max(100),
  data: z.looseObject({ object: z.looseObject({}) }),
});
export type StripeEventBody = z.output<typeof eventSchema>;

/** The id of a reference, expanded or not. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  return typeof value === "string" ? value : (value?.id ?? null);
}

/** The object of a reference, when it was expanded. */
export function expandedOf<T extends object>(value: string | T | null | undefined): T | null {
  return typeof value === "object" ? value : null;
}
