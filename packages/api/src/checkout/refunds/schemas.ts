import { moneyInput, moneySchema } from "@stoa/kit";
import { z } from "zod";
import { orderId, orderStatus } from "../../orders/schemas.ts";

/** An order has no more lines than a checkout takes. */
const LINES_MAX = 20;

const lineId = z.string().regex(/^oli_[0-9a-z]{26}$/, "is not a line's id");
const refundId = z.string().regex(/^rfd_[0-9a-z]{26}$/, "is not a refund's id");
const lineIds = z.array(lineId).min(1).max(LINES_MAX);
const positiveMoney = moneyInput.refine((value) => value.amount > 0, "is more than nothing");

export const refundWish = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("full") }),
  z.strictObject({ kind: z.literal("amount"), amount: positiveMoney }),
  z.strictObject({ kind: z.literal("lines"), lineIds }),
]);

export const previewRefundInput = z.strictObject({ orderId, wish: refundWish });
export const requestRefundInput = z.strictObject({
  orderId,
  wish: refundWish,
  note: z.string().trim().min(1).max(500).describe("Why; for colleagues. The buyer does not see it."),
});
export const refundHeldInput = z.strictObject({
  reviewId: z.string().min(5).max(60),
  note: z.string().trim().min(1).max(500).describe("Why; for colleagues. The buyer does not see it."),
});
export const refundInput = z.strictObject({ refundId });
export const refundCancelled = z.object({ refundId: z.string() });
export const requestedRefund = z.object({
  refundId: z.string(),
  status: z.enum(["requested", "pending", "succeeded", "failed", "cancelled"]),
  amount: moneySchema,
});

export const refundPreview = z.object({
  amount: moneySchema.describe("What the buyer gets back."),
  onItsWay: moneySchema.describe("What other refunds have under way already."),
  owed: moneySchema.describe("Of the amount, what pays a refund that failed before."),
  lines: z.array(
    z.object({
      lineId: z.string(),
      title: z.string(),
      net: moneySchema,
      tax: moneySchema,
      total: moneySchema,
      ends: z.boolean().describe("Whether what the line gave is taken back."),
      keptByAnother: z.boolean().describe("Another purchase, grant or membership goes on giving the same."),
      enrolmentsClosed: z.number().int(),
      lmsTold: z.boolean().describe("Whether the external LMS is told."),
      commissions: z
        .array(z.object({ affiliateId: z.string(), amount: moneySchema }))
        .describe("What affiliates lose; empty for the buyer, whom it does not concern."),
      grantReturned: moneySchema.describe("What the pool of a grant has again."),
    }),
  ),
  creditNote: z.object({ net: moneySchema, tax: moneySchema, total: moneySchema }).nullable(),
  couponReturned: z.boolean().describe("Whether the coupon of the order can be used again."),
  order: z.object({ status: orderStatus, refunded: moneySchema }),
});
export type RefundPreview = z.infer<typeof refundPreview>;

export const ownOrderInput = z.strictObject({ orderId });
export const returnInput = z.strictObject({ orderId, lineIds });
export const returnOffer = z.object({
  withinDays: z.number().int(),
  underPercent: z.number().int(),
  until: z.date().nullable().describe("When the time to give anything back ends; null when there is none."),
  lines: z.array(
    z.object({
      lineId: z.string(),
      title: z.string(),
      left: moneySchema,
      refusal: z.enum(["gone", "on_its_way", "not_returnable", "too_late", "too_much_used"]).nullable(),
    }),
  ),
});
export type ReturnOffer = z.infer<typeof returnOffer>;

export const owedRefunds = z.object({
  items: z.array(z.object({ refundId: z.string(), owed: moneySchema, failed: moneySchema })),
  repaid: z
    .array(z.object({ refundId: z.string(), failed: moneySchema, paidAt: z.date() }))
    .describe("Those of which what was owed has been paid from the bank."),
});
export type OwedRefunds = z.infer<typeof owedRefunds>;
