import { pgEnum } from "drizzle-orm/pg-core";

export const entitlementSourceEnum = pgEnum("entitlement_source", [
  "order",
  "grant",
  "tier",
  "venue_pass",
  "gift",
  "staff",
]);
export const enrolmentStatusEnum = pgEnum("enrolment_status", [
  "pending",
  "active",
  "completed",
  "expired",
  "refunded",
]);
export const lmsSyncStatusEnum = pgEnum("lms_sync_status", ["pending", "syncing", "synced", "failed"]);
export const mailStatusEnum = pgEnum("mail_status", ["queued", "sent", "failed"]);
