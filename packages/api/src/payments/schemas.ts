import { moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";

export const gatewayName = z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]);

const refundStatus = z.enum(["requested", "pending", "succeeded", "failed", "cancelled"]);

export const inboxKey = z.strictObject({ gateway: gatewayName, eventId: z.string().min(1).max(255) });

export const listInboxInput = z.strictObject({
  ...pageInput,
  state: z.enum(["waiting", "dead", "conflicting"]).optional(),
  gateway: gatewayName.optional(),
  orderId: z.string().max(60).optional(),
});
export type ListInboxInput = z.infer<typeof listInboxInput>;

export const inboxEventView = z.object({
  gateway: gatewayName,
  eventId: z.string(),
  type: z.string(),
  orderId: z.string().nullable(),
  outcome: z.string().nullable(),
  conflicting: z.boolean(),
  deliveries: z.number().int(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  occurredAt: z.date(),
  receivedAt: z.date(),
  handledAt: z.date().nullable(),
  deadAt: z.date().nullable(),
});
export type InboxEventView = z.infer<typeof inboxEventView>;
export const inboxPage = pageOf(inboxEventView);

export const inboxEventDetail = inboxEventView.extend({ payload: z.string().describe("The body as it arrived.") });
export type InboxEventDetail = z.infer<typeof inboxEventDetail>;

export const replayAnswer = z.object({ queued: z.literal(true) });

export const listRefundsInput = z.strictObject({
  ...pageInput,
  status: refundStatus.optional(),
  orderId: z.string().max(60).optional(),
});
export type ListRefundsInput = z.infer<typeof listRefundsInput>;
export const refundRow = z.object({
  id: z.string(),
  orderId: z.string().nullable(),
  gateway: gatewayName,
  gatewayRefundId: z.string().nullable(),
  status: refundStatus,
  amount: moneySchema,
  reason: z.string().nullable(),
  createdAt: z.date(),
});
export type RefundRow = z.infer<typeof refundRow>;
export const refundPage = pageOf(refundRow);

export const refundInput = z.strictObject({ id: z.string().max(60) });
export const refundView = refundRow.extend({
  lineIds: z.array(z.string()).nullable().describe("The lines it gives back whole; null when it names none."),
  note: z.string().nullable().describe("Why, in the words of whoever asked for it here."),
  sentAt: z.date().nullable().describe("When the gateway was first asked; until then it can be called off."),
});
export type RefundView = z.infer<typeof refundView>;

export const paymentsOfOrderInput = z.strictObject({ orderId: z.string().max(60) });
const moneyMoved = {
  id: z.string(),
  gateway: gatewayName,
  status: z.string(),
  amount: moneySchema,
  createdAt: z.date(),
};
export const paymentsOfOrder = z.object({
  payments: z.array(z.object({ ...moneyMoved, gatewayPaymentId: z.string(), refunded: moneySchema })),
  refunds: z.array(refundView),
  disputes: z.array(
    z.object({
      ...moneyMoved,
      gatewayDisputeId: z.string(),
      reason: z.string().nullable(),
      dueBy: z.date().nullable(),
    }),
  ),
});
export type PaymentsOfOrder = z.infer<typeof paymentsOfOrder>;
