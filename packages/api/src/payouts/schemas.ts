import { CURRENCIES, instantSchema, moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";
import { fileFault } from "../platform/csv-table.ts";

const id = z.string().min(5).max(60);
const currency = z.enum(CURRENCIES);
export const payoutGateway = z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]);
const gateway = payoutGateway;
export const payoutDestination = z
  .string()
  .trim()
  .min(3)
  .max(200)
  .describe("The PayPal address, or the Stripe account (acct_…).");
const payeeKind = z.enum(["affiliate", "partner", "creator"]);
export const payoutStatus = z.enum([
  "requested",
  "approved",
  "sending",
  "sent",
  "paid",
  "failed",
  "returned",
  "cancelled",
]);

const accountView = z.object({
  id: z.string(),
  gateway,
  hint: z.string().describe("Enough of the account to know it again."),
  usableFrom: instantSchema,
  usable: z.boolean(),
});

const duePart = z.object({
  released: moneySchema.describe("What may be paid out now."),
  minimum: moneySchema.describe("The least that is paid out."),
  owed: moneySchema.describe("All that is owed, released or not, reserved or not."),
  reserved: moneySchema.describe("Of that, what payouts under way, and open disputes, keep."),
});

/** A person as a payee: where their money goes, and how much of it may go. */
export const ownPayee = z.object({
  id: z.string(),
  kind: payeeKind,
  blocked: z.boolean(),
  account: accountView.nullable(),
  due: z.array(duePart),
  gateways: z.array(gateway).describe("By which services payouts go."),
});
export const ownPayeeList = z.object({ items: z.array(ownPayee) });
export type OwnPayee = z.infer<typeof ownPayee>;

export const setAccountInput = z.strictObject({
  payeeId: id,
  gateway,
  destination: payoutDestination,
});
export const payoutAccountAnswer = accountView;

export const requestInput = z.strictObject({ payeeId: id, currency });
export const requestAnswer = z.object({ payoutId: z.string() });

const ownPayout = z.object({
  id: z.string(),
  amount: moneySchema,
  status: payoutStatus,
  gateway,
  accountHint: z.string(),
  reason: z.string().nullable(),
  createdAt: instantSchema,
  sentAt: instantSchema.nullable(),
  paidAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
});
export const listOwnInput = z.strictObject(pageInput);
export const ownPayoutPage = pageOf(ownPayout);
export type OwnPayout = z.infer<typeof ownPayout>;

const payoutRow = ownPayout.extend({
  payeeId: z.string(),
  payeeKind,
  payeeSubjectId: z.string(),
  payeeName: z.string(),
  payeeEmail: z.string(),
  batchId: z.string().nullable(),
  requestedBy: z.string().nullable().describe("The person's name. Null: the worker."),
  approvedBy: z.string().nullable().describe("The person's name."),
  attempts: z.number().int(),
});
export type PayoutRow = z.infer<typeof payoutRow>;
export const listPayoutsInput = z.strictObject({
  ...pageInput,
  status: payoutStatus.optional(),
  batchId: id.optional(),
});
export type ListPayoutsInput = z.infer<typeof listPayoutsInput>;
export const payoutPage = pageOf(payoutRow);

const timelineEntry = z.object({
  at: instantSchema,
  source: z.enum(["audit", "webhook", "job", "gateway_call", "ledger"]),
  id: z.string(),
  what: z.string(),
  state: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type PayoutTimelineEntry = z.infer<typeof timelineEntry>;
export const payoutInput = z.strictObject({ payoutId: id });
export const payoutDetail = payoutRow.extend({
  gatewayPayoutId: z.string().nullable(),
  mayApprove: z.boolean().describe("Whether the caller may be the second person."),
  timeline: z.array(timelineEntry),
});
export type PayoutDetail = z.infer<typeof payoutDetail>;

export const rejectInput = z.strictObject({ payoutId: id, reason: plainText({ min: 3, max: 300 }) });
export const doneAnswer = z.object({ done: z.literal(true) });

const batchRow = z.object({
  id: z.string(),
  key: z.string(),
  total: moneySchema,
  payouts: z.number().int(),
  waiting: z.number().int().describe("How many wait for a second person."),
  paid: moneySchema.describe("What of it has arrived."),
  requestedBy: z.string().nullable().describe("The person's name. Null: the worker."),
  createdAt: instantSchema,
});
export type BatchRow = z.infer<typeof batchRow>;
export const listBatchesInput = z.strictObject(pageInput);
export const batchPage = pageOf(batchRow);
export const batchInput = z.strictObject({ batchId: id });
export const batchAnswer = batchRow.extend({
  mayApprove: z.boolean().describe("Whether the caller may be the second person for all that waits."),
});
export type BatchDetail = z.infer<typeof batchAnswer>;
export const createBatchInput = z.strictObject({ currency });
export const createBatchAnswer = z.object({ batchId: z.string() });
export const approveBatchAnswer = z.object({ approved: z.number().int() });

export const resultFileInput = z.strictObject({
  csv: z
    .string()
    .max(200_000)
    .describe("A heading and one result a line: payout, outcome, amount, currency, on, reference."),
});
export const checkedResults = z.object({
  results: z
    .array(
      z.object({
        line: z.number().int(),
        payoutId: z.string(),
        outcome: z.enum(["paid", "returned"]),
        amount: moneySchema,
        reference: z.string(),
        unchanged: z.boolean().describe("Known already: the line changes nothing."),
      }),
    )
    .describe("The lines that can be taken."),
  faults: z.array(fileFault),
});
export type CheckedResults = z.infer<typeof checkedResults>;
export const importedResults = z.object({ changed: z.number().int() });
