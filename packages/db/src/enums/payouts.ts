import { pgEnum } from "drizzle-orm/pg-core";

export const payeeKindEnum = pgEnum("payee_kind", ["affiliate", "partner", "creator"]);
export const payoutStatusEnum = pgEnum("payout_status", [
  "requested",
  "approved",
  "sending",
  "sent",
  "paid",
  "failed",
  "returned",
  "cancelled",
]);
