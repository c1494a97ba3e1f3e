import { moneySchema, pageInput, pageOf, sortInput } from "@stoa/kit";
import { z } from "zod";

export const orderId = z.string().regex(/^ord_[0-9a-z]{26}$/, "is not an order's id");
export const orderStatus = z.enum([
  "pending",
  "review",
  "paid",
  "partially_refunded",
  "refunded",
  "disputed",
  "expired",
  "cancelled",
]);
export const productKind = z.enum([
  "course",
  "donation",
  "booking",
  "ticket",
  "live_session",
  "tier",
  "unlock",
  "tip",
  "top_up",
]);
const gatewayName = z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]);

export const orderInput = z.strictObject({ id: orderId });

export const orderTax = z.object({
  country: z.string(),
  name: z.string(),
  rateBps: z.number().int(),
  mode: z.enum(["inclusive", "exclusive"]),
  amount: moneySchema,
});

export const orderView = z.object({
  id: z.string(),
  status: orderStatus,
  email: z.string(),
  subtotal: moneySchema,
  discount: moneySchema,
  couponCode: z.string().nullable(),
  tax: orderTax,
  total: moneySchema,
  paid: moneySchema.nullable().describe("What was taken: the total, unless a person accepted another amount."),
  refunded: moneySchema.describe("Of what was taken."),
  gateway: gatewayName.nullable(),
  invoiceNumber: z.string().nullable(),
  lines: z.array(
    z.object({
      lineId: z.string(),
      kind: productKind,
      id: z.string().describe("What was bought: a course's id for `course`."),
      title: z.string(),
      quantity: z.number().int(),
      unit: moneySchema,
      discount: moneySchema,
      tax: moneySchema,
      total: moneySchema,
      fulfilledAt: z.date().nullable(),
      reversedAt: z.date().nullable(),
    }),
  ),
  createdAt: z.date(),
  expiresAt: z.date(),
  paidAt: z.date().nullable(),
});
export type OrderView = z.infer<typeof orderView>;

export const orderSummary = z.object({
  id: z.string(),
  status: orderStatus,
  email: z.string(),
  titles: z.array(z.string()),
  total: moneySchema,
  refunded: moneySchema,
  invoiceNumber: z.string().nullable(),
  createdAt: z.date(),
  paidAt: z.date().nullable(),
});
export type OrderSummary = z.infer<typeof orderSummary>;
export const orderPage = pageOf(orderSummary);

export const listOrdersInput = z.strictObject({ ...pageInput });
export type ListOrdersInput = z.infer<typeof listOrdersInput>;

export const ORDER_SORTS = ["placed", "total", "buyer"] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

export const listAllOrdersInput = z.strictObject({
  ...pageInput,
  sort: sortInput(ORDER_SORTS).default("-placed"),
  status: orderStatus.optional(),
  q: z.string().trim().min(3).max(254).optional().describe("An order's id, an e-mail, or an invoice number, whole."),
});
export type ListAllOrdersInput = z.infer<typeof listAllOrdersInput>;

/** Where a purchase stands, in the words of the success page. */
export const orderPhase = z.enum([
  "asking_gateway",
  "confirm_email",
  "awaiting_payment",
  "payment_processing",
  "paid",
  "in_review",
  "refunded",
  "disputed",
  "expired",
  "cancelled",
]);

export const orderProgress = z.object({
  orderId: z.string(),
  status: orderStatus,
  phase: orderPhase,
  total: moneySchema,
  redirectUrl: z.string().nullable().describe("Where the buyer can pay, while the order waits for it."),
  lastPaymentFailed: z.boolean().describe("The last try was declined; the buyer may try again."),
  invoiceNumber: z.string().nullable(),
  lines: z.array(
    z.object({
      kind: productKind,
      id: z.string(),
      slug: z.string().nullable(),
      title: z.string(),
      fulfilled: z.boolean(),
      lms: z
        .object({ status: z.enum(["pending", "syncing", "synced", "failed"]), url: z.string().nullable() })
        .nullable(),
    }),
  ),
});
export type OrderProgress = z.infer<typeof orderProgress>;

export const timelineEntry = z.object({
  at: z.date(),
  source: z.enum(["audit", "webhook", "job", "mail", "gateway_call", "ledger"]),
  id: z.string(),
  what: z.string().describe("The verb, event type, job, template or entry kind."),
  state: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
export const timeline = z.object({ items: z.array(timelineEntry) });

export const listReviewsInput = z.strictObject({ ...pageInput, open: z.boolean().default(true) });
export type ListReviewsInput = z.infer<typeof listReviewsInput>;
export const reviewView = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  reason: z.enum([
    "amount_mismatch",
    "currency_mismatch",
    "paid_after_expiry",
    "paid_twice",
    "unknown_order",
    "already_owned",
    "fulfilment_refused",
  ]),
  details: z.record(z.string(), z.unknown()),
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  resolution: z.string().nullable(),
  createdAt: z.date(),
});
export type ReviewView = z.infer<typeof reviewView>;
export const reviewPage = pageOf(reviewView);

export const creditNoteList = z.object({
  items: z.array(
    z.object({
      number: z.string(),
      issuedAt: z.date(),
      because: z.enum(["refund", "dispute_lost"]),
      total: moneySchema,
    }),
  ),
});
export type CreditNoteList = z.infer<typeof creditNoteList>;
export const creditNoteInput = z.strictObject({ id: orderId, number: z.string().max(40) });

export const receiptAnswer = z.object({
  fileName: z.string(),
  contentType: z.literal("application/pdf"),
  base64: z.string(),
});
