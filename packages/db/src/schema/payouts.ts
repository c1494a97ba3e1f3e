import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { gatewayEnum } from "../enums/payments.ts";
import { payeeKindEnum, payoutStatusEnum } from "../enums/payouts.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";

/** Somebody who is owed money: an affiliate, a partner, a creator. */
export const payoutPayees = pgTable(
  "payout_payees",
  {
    id: idColumn(),
    kind: payeeKindEnum("kind").notNull(),
    /** The affiliate, partner or creator. */
    subjectId: text("subject_id").notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** The ledger's account of what is owed. */
    address: text("address").notNull(),
    /** While set, nothing is paid out; what is owed stays owed. */
    blockedAt: instant("blocked_at"),
    blockedReason: text("blocked_reason"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("payout_payees_subject_key").on(t.kind, t.subjectId),
    uniqueIndex("payout_payees_address_key").on(t.address),
    index("payout_payees_user_idx").on(t.userId),
    check("payout_payees_blocked_check", sql`(${t.blockedAt} is null) = (${t.blockedReason} is null)`),
  ],
);

/** Where a payee is paid out to. A change is a new row, which may be used only after a while. */
export const payoutAccounts = pgTable(
  "payout_accounts",
  {
    id: idColumn(),
    payeeId: text("payee_id")
      .notNull()
      .references(() => payoutPayees.id),
    gateway: gatewayEnum("gateway").notNull(),
    /** The address or account at the gateway, sealed. */
    destinationSealed: text("destination_sealed").notNull(),
    /** What of it may be shown. */
    hint: text("hint").notNull(),
    /** A keyed hash of the destination, so that one account behind two payees is found. */
    fingerprint: text("fingerprint").notNull(),
    usableFrom: instant("usable_from").notNull(),
    replacedAt: instant("replaced_at"),
    createdBy: text("created_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("payout_accounts_current_key").on(t.payeeId).where(sql`replaced_at is null`),
    index("payout_accounts_payee_idx").on(t.payeeId, t.createdAt),
    index("payout_accounts_fingerprint_idx").on(t.fingerprint).where(sql`replaced_at is null`),
  ],
);

/** Payouts of one currency that were asked for together, and are approved together. */
export const payoutBatches = pgTable(
  "payout_batches",
  {
    id: idColumn(),
    /** Of a monthly batch its month, currency and number, so that it is made once. */
    key: text("key").notNull(),
    currency: currencyColumn(),
    payouts: integer("payouts").notNull(),
    totalMinor: minorUnits("total_minor").notNull(),
    /** Null: the worker, once a month. */
    requestedBy: text("requested_by").references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("payout_batches_key_key").on(t.key),
    index("payout_batches_created_idx").on(t.createdAt, t.id),
    check("payout_batches_total_check", sql`${t.totalMinor} > 0 and ${t.payouts} > 0`),
  ],
);

/** One payment to a payee. Its money is held in the ledger from the request on. */
export const payouts = pgTable(
  "payouts",
  {
    id: idColumn(),
    payeeId: text("payee_id")
      .notNull()
      .references(() => payoutPayees.id),
    accountId: text("account_id")
      .notNull()
      .references(() => payoutAccounts.id),
    batchId: text("batch_id").references(() => payoutBatches.id),
    gateway: gatewayEnum("gateway").notNull(),
    currency: currencyColumn(),
    amountMinor: minorUnits("amount_minor").notNull(),
    status: payoutStatusEnum("status").notNull().default("requested"),
    holdId: text("hold_id").notNull(),
    /** The ledger's entry that moved the money, once it had arrived. */
    paidEntryId: text("paid_entry_id"),
    /** Null: the worker. */
    requestedBy: text("requested_by").references(() => users.id),
    approvedBy: text("approved_by").references(() => users.id),
    approvedAt: instant("approved_at"),
    /** Why it was not, or not yet, paid. */
    reason: text("reason"),
    gatewayPayoutId: text("gateway_payout_id"),
    attempts: integer("attempts").notNull().default(0),
    /** When the gateway is asked, first or again. */
    nextAttemptAt: instant("next_attempt_at"),
    sentAt: instant("sent_at"),
    paidAt: instant("paid_at"),
    endedAt: instant("ended_at"),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    // One at a time: a second request waits until the first is on its way.
    uniqueIndex("payouts_under_way_key")
      .on(t.payeeId, t.currency)
      .where(sql`status in ('requested', 'approved', 'sending')`),
    uniqueIndex("payouts_gateway_key").on(t.gateway, t.gatewayPayoutId),
    index("payouts_due_idx").on(t.nextAttemptAt).where(sql`status in ('approved', 'sending', 'sent')`),
    index("payouts_payee_idx").on(t.payeeId, t.createdAt, t.id),
    index("payouts_status_idx").on(t.status, t.createdAt, t.id),
    index("payouts_paid_idx").on(t.paidAt).where(sql`paid_at is not null`),
    index("payouts_created_idx").on(t.createdAt, t.id),
    index("payouts_batch_idx").on(t.batchId).where(sql`batch_id is not null`),
    check("payouts_amount_check", sql`${t.amountMinor} > 0`),
    check("payouts_four_eyes_check", sql`${t.approvedBy} is null or ${t.approvedBy} is distinct from ${t.requestedBy}`),
    check("payouts_paid_check", sql`(${t.paidAt} is null) = (${t.paidEntryId} is null)`),
  ],
);
