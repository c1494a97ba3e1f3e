import { emailSchema, moneyInput, moneySchema } from "@stoa/kit";
import { z } from "zod";
import { couponCodeInput } from "../coupons/schemas.ts";
import { orderId, orderProgress, orderStatus, orderTax, productKind } from "../orders/schemas.ts";

/** More lines than anybody buys at once, few enough to price and lock in one go. */
const LINES_MAX = 20;

const wish = z.strictObject({
  kind: productKind,
  id: z.string().min(2).max(80).describe("What to buy: the id or slug of a course for `course`."),
  quantity: z.int().min(1).max(1_000).default(1),
  amount: moneyInput
    .optional()
    .describe("What to give, for a `donation` alone; of everything else the server knows the price."),
});
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, "is not a country code")
  .optional()
  .describe("ISO 3166-1 alpha-2; where the buyer is taxed.");

export const quoteInput = z.strictObject({
  lines: z.array(wish).min(1).max(LINES_MAX),
  email: emailSchema.optional().describe("A guest's, for codes that are one person's."),
  couponCode: couponCodeInput.optional(),
  country,
});
const gateway = z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]);

export const quoteAnswer = z.object({
  lines: z.array(
    z.object({
      kind: productKind,
      id: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      unit: moneySchema,
      discount: moneySchema,
      tax: moneySchema,
      total: moneySchema,
    }),
  ),
  subtotal: moneySchema,
  discount: moneySchema,
  couponCode: z.string().nullable(),
  tax: orderTax,
  total: moneySchema,
  gateways: z
    .array(gateway)
    .describe("By which services it can be paid, the one that is taken unless told first; none when it costs nothing."),
});
export type QuoteAnswer = z.infer<typeof quoteAnswer>;

export const startCheckoutInput = z.strictObject({
  lines: z.array(wish).min(1).max(LINES_MAX),
  email: emailSchema.optional().describe("Needed from a guest; a signed-in person buys under their own."),
  couponCode: couponCodeInput.optional(),
  gateway: gateway.optional(),
  country,
  expectedTotal: moneyInput
    .optional()
    .describe("What the buyer was shown. When it costs something else by now, nothing is started and nothing charged."),
});
export type StartCheckoutInput = z.infer<typeof startCheckoutInput>;

export const startCheckoutAnswer = z.object({
  orderId: z.string(),
  orderToken: z.string().describe("Shown once. Send it as X-Order-Token to read this order without signing in."),
  status: orderStatus,
  total: moneySchema,
  redirectUrl: z
    .string()
    .optional()
    .describe("Where to pay. Absent while the payment service is being asked, and when there is nothing to pay."),
});
export type StartCheckoutAnswer = z.infer<typeof startCheckoutAnswer>;

export const checkoutInput = z.strictObject({ orderId });
export const checkoutProgress = orderProgress;
export const confirmFreeInput = z.strictObject({ token: z.string().min(20).max(2_000) });

export const reviewInput = z.strictObject({ reviewId: z.string().min(5).max(60) });
export const closeReviewInput = z.strictObject({
  reviewId: z.string().min(5).max(60),
  note: z.string().trim().max(500).default(""),
});
export const reviewAnswer = z.object({ reviewId: z.string(), orderStatus: orderStatus.nullable() });

export const recordRepaymentInput = z.strictObject({
  refundId: z.string().min(5).max(60),
  note: z.string().trim().min(1).max(500).describe("How it was paid: the bank's reference, for whoever asks later."),
});
export const repaymentAnswer = z.object({ refundId: z.string(), paid: moneySchema });
