import { isStorable } from "@stoa/kit";
import { z } from "zod";

/** PayPal's objects, as far as Stoa reads them. Loose on purpose: fields come and go between versions. */

const text = z.string().max(500).refine(isStorable, "holds a character that no text has");
const id = text.min(1).max(255);
const moment = z
  .string()
  .max(40)
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()), "is no moment");
const amount = z.looseObject({ currency_code: z.string().length(3), value: z.string().max(32) });
const links = z.array(z.looseObject({ href: z.string().max(2_000), rel: z.string() })).nullish();

export const captureSchema = z.looseObject({
  id,
  status: z.string(),
  status_details: z.looseObject({ reason: z.string().nullish() }).nullish(),
  amount,
  custom_id: text.nullish(),
  seller_receivable_breakdown: z.looseObject({ paypal_fee: amount.nullish() }).nullish(),
  supplementary_data: z.looseObject({ related_ids: z.looseObject({ order_id: id.nullish() }).nullish() }).nullish(),
  create_time: moment.nullish(),
  update_time: moment.nullish(),
});
export type PayPalCapture = z.output<typeof captureSchema>;

export const refundSchema = z.looseObject({
  id,
  status: z.string().nullish(),
  status_details: z.looseObject({ reason: z.string().nullish() }).nullish(),
  amount,
  custom_id: text.nullish(),
  create_time: moment.nullish(),
  links,
});
export type PayPalRefund = z.output<typeof refundSchema>;

export const orderSchema = z.looseObject({
  id,
  status: z.string(),
  purchase_units: z
    .array(
      z.looseObject({
        custom_id: text.nullish(),
        amount: amount.nullish(),
        payments: z
          .looseObject({ captures: z.array(captureSchema).nullish(), refunds: z.array(refundSchema).nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  links,
});
export type PayPalOrder = z.output<typeof orderSchema>;

/** The buyer's approval was taken back, because nobody took the money in time. */
export const reversedApprovalSchema = z.looseObject({
  order_id: id,
  purchase_units: z.array(z.looseObject({ custom_id: text.nullish() })).nullish(),
});

export const disputeSchema = z.looseObject({
  dispute_id: id,
  status: z.string(),
  reason: text.nullish(),
  dispute_amount: amount,
  dispute_outcome: z.looseObject({ outcome_code: z.string().nullish() }).nullish(),
  dispute_life_cycle_stage: z.string().nullish(),
  disputed_transactions: z.array(z.looseObject({ seller_transaction_id: id.nullish(), custom: text.nullish() })).min(1),
  seller_response_due_date: moment.nullish(),
  create_time: moment.nullish(),
  update_time: moment.nullish(),
});
export type PayPalDispute = z.output<typeof disputeSchema>;

/** What the list of disputes tells of each: not its payment. */
export const disputeListSchema = z.looseObject({
  items: z.array(z.looseObject({ dispute_id: id, create_time: moment })).nullish(),
  links,
});

const payoutAmount = z.looseObject({ currency: z.string().length(3), value: z.string().max(32) });

export const payoutItemSchema = z.looseObject({
  payout_item_id: id,
  payout_batch_id: id,
  transaction_status: z.string().nullish(),
  sender_batch_id: text.nullish(),
  payout_item_fee: payoutAmount.nullish(),
  payout_item: z.looseObject({ amount: payoutAmount, sender_item_id: text.nullish() }),
  time_processed: moment.nullish(),
  errors: z.looseObject({ name: z.string().nullish(), message: z.string().nullish() }).nullish(),
});
export type PayPalPayoutItem = z.output<typeof payoutItemSchema>;

export const payoutBatchSchema = z.looseObject({
  batch_header: z.looseObject({
    payout_batch_id: id,
    batch_status: z.string(),
    time_created: moment.nullish(),
    amount: payoutAmount.nullish(),
    sender_batch_header: z.looseObject({ sender_batch_id: text.nullish() }).nullish(),
  }),
  items: z.array(payoutItemSchema).nullish(),
});
export type PayPalPayoutBatch = z.output<typeof payoutBatchSchema>;

export const transactionsSchema = z.looseObject({
  transaction_details: z
    .array(
      z.looseObject({
        transaction_info: z.looseObject({
          transaction_id: id,
          paypal_reference_id: id.nullish(),
          transaction_status: z.string(),
          transaction_amount: amount,
          fee_amount: amount.nullish(),
          custom_field: text.nullish(),
          transaction_initiation_date: moment,
        }),
      }),
    )
    .nullish(),
  total_pages: z.int().nonnegative().nullish(),
});
export type PayPalTransaction = NonNullable<
  z.output<typeof transactionsSchema>["transaction_details"]
>[number]["transaction_info"];

export const eventSchema = z.looseObject({
  id,
  event_type: text.min(1).max(100),
  create_time: moment,
  resource: z.looseObject({}),
});

export const eventListSchema = z.looseObject({
  events: z
    .array(z.looseObject({ transmissions: z.array(z.looseObject({ status: z.string().nullish() })).nullish() }))
    .nullish(),
  links,
});
