import { pgEnum } from "drizzle-orm/pg-core";

export const gatewayEnum = pgEnum("gateway", ["stripe", "dodo", "razorpay", "paypal", "paystack"]);
export const paymentStatusEnum = pgEnum("payment_status", ["pending", "succeeded", "failed", "cancelled"]);
export const refundStatusEnum = pgEnum("refund_status", ["requested", "pending", "succeeded", "failed", "cancelled"]);
export const disputeStatusEnum = pgEnum("dispute_status", ["open", "won", "lost"]);
export const gatewayCallStatusEnum = pgEnum("gateway_call_status", ["intended", "succeeded", "refused", "unknown"]);
export const gatewayCallKindEnum = pgEnum("gateway_call_kind", [
  "create_checkout",
  "expire_checkout",
  "refund",
  "payout",
  "dispute_evidence",
]);
