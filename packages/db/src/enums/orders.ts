import { pgEnum } from "drizzle-orm/pg-core";

export const orderStatusEnum = pgEnum("order_status", [
  "pending",
  "review",
  "paid",
  "partially_refunded",
  "refunded",
  "disputed",
  "expired",
  "cancelled",
]);
export const productKindEnum = pgEnum("product_kind", [
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
export const taxModeEnum = pgEnum("tax_mode", ["inclusive", "exclusive"]);
export const reviewReasonEnum = pgEnum("review_reason", [
  "amount_mismatch",
  "currency_mismatch",
  "paid_after_expiry",
  "paid_twice",
  "unknown_order",
  "already_owned",
  "fulfilment_refused",
]);
