import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { actorKindEnum } from "../enums/identity.ts";
import { accountKindEnum, transferStateEnum } from "../enums/ledger.ts";
import { currencyColumn, idColumn, instant, minorUnits } from "./columns.ts";

/** A place money can be, in one currency, addressed as the chart declares: `gateway/stripe/clearing`. */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    id: idColumn(),
    address: text("address").notNull(),
    currency: currencyColumn(),
    kind: accountKindEnum("kind").notNull(),
    /** Refused by the database when it would go below zero on its normal side (wallets, escrow, payables). */
    nonNegative: boolean("non_negative").notNull(),
    /** Has a row in `ledger_balances`, kept exact in the same transaction; hot platform accounts are folded by a job. */
    tracked: boolean("tracked").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [uniqueIndex("ledger_accounts_address_key").on(t.address, t.currency)],
);

/** A business event in the books: all its transfers are written with it or none. Unique by kind and subject. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: idColumn(),
    /** The order in which entries were recorded, for sealing and paging; may have gaps. */
    seq: minorUnits("seq").generatedAlwaysAsIdentity().notNull(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    /** SHA-256 of what was asked, so that a replay with other content is refused. */
    contentHash: text("content_hash").notNull(),
    effectiveAt: instant("effective_at").notNull(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
    actorKind: actorKindEnum("actor_kind").notNull(),
    actorId: text("actor_id"),
    correlationId: text("correlation_id").notNull(),
    /** The entry this one corrects, for reversals. */
    reverses: text("reverses"),
    /** Transaction id of the writer: the sealer takes an entry only when every older transaction has ended. */
    xid: text("xid").notNull().default(sql`pg_current_xact_id()::text`),
  },
  (t) => [
    uniqueIndex("ledger_entries_subject_key").on(t.kind, t.subject),
    uniqueIndex("ledger_entries_seq_key").on(t.seq),
    index("ledger_entries_time_idx").on(t.recordedAt, t.id),
    index("ledger_entries_subject_idx").on(t.subject),
  ],
);

/** One debit, one credit, a positive amount, one currency. Never changed; corrected by another. */
export const ledgerTransfers = pgTable(
  "ledger_transfers",
  {
    id: idColumn(),
    entryId: text("entry_id")
      .notNull()
      .references(() => ledgerEntries.id),
    position: integer("position").notNull(),
    /** Why: sale, tax, commission, refund, … from the one list in `packages/ledger`. */
    code: text("code").notNull(),
    state: transferStateEnum("state").notNull(),
    debitAccountId: text("debit_account_id")
      .notNull()
      .references(() => ledgerAccounts.id),
    creditAccountId: text("credit_account_id")
      .notNull()
      .references(() => ledgerAccounts.id),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: currencyColumn(),
    /** The hold that this transfer posts or voids. */
    pendingId: text("pending_id"),
    /** When a payable may be paid out, and why not before. */
    availableAt: instant("available_at"),
    availableReason: text("available_reason"),
  },
  (t) => [
    uniqueIndex("ledger_transfers_position_key").on(t.entryId, t.position),
    uniqueIndex("ledger_transfers_pending_key").on(t.pendingId),
    index("ledger_transfers_debit_idx").on(t.debitAccountId, t.id),
    index("ledger_transfers_credit_idx").on(t.creditAccountId, t.id),
    check("ledger_transfers_amount_check", sql`${t.amountMinor} > 0 and ${t.amountMinor} <= 9007199254740991`),
    check("ledger_transfers_sides_check", sql`${t.debitAccountId} <> ${t.creditAccountId}`),
    check(
      "ledger_transfers_pending_check",
      sql`(${t.state} in ('post_pending', 'void_pending')) = (${t.pendingId} is not null)`,
    ),
  ],
);

/** Running totals of a tracked account, locked in sorted order by every writer. */
export const ledgerBalances = pgTable(
  "ledger_balances",
  {
    accountId: text("account_id")
      .primaryKey()
      .references(() => ledgerAccounts.id),
    debitsPosted: minorUnits("debits_posted").notNull().default(0),
    creditsPosted: minorUnits("credits_posted").notNull().default(0),
    debitsPending: minorUnits("debits_pending").notNull().default(0),
    creditsPending: minorUnits("credits_pending").notNull().default(0),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    check(
      "ledger_balances_totals_check",
      sql`${t.debitsPosted} >= 0 and ${t.creditsPosted} >= 0 and ${t.debitsPending} >= 0 and ${t.creditsPending} >= 0`,
    ),
  ],
);

/** Totals of a hot platform account up to a sealed entry, folded by a job; the rest is summed when asked. */
export const ledgerFolds = pgTable("ledger_folds", {
  accountId: text("account_id")
    .primaryKey()
    .references(() => ledgerAccounts.id),
  debitsPosted: minorUnits("debits_posted").notNull().default(0),
  creditsPosted: minorUnits("credits_posted").notNull().default(0),
  debitsPending: minorUnits("debits_pending").notNull().default(0),
  creditsPending: minorUnits("credits_pending").notNull().default(0),
  throughSeal: minorUnits("through_seal").notNull().default(0),
});

/** A link of the hash chain over committed entries, written in batches by the sealer. */
export const ledgerSeals = pgTable("ledger_seals", {
  number: minorUnits("number").primaryKey(),
  previousHash: text("previous_hash").notNull(),
  hash: text("hash").notNull(),
  entryCount: integer("entry_count").notNull(),
  sealedAt: instant("sealed_at").notNull().defaultNow(),
});

/** Which seal holds which entry, and where; the order that the hash was taken in. */
export const ledgerSealedEntries = pgTable(
  "ledger_sealed_entries",
  {
    entryId: text("entry_id")
      .primaryKey()
      .references(() => ledgerEntries.id),
    sealNumber: minorUnits("seal_number")
      .notNull()
      .references(() => ledgerSeals.number),
    position: integer("position").notNull(),
    entryHash: text("entry_hash").notNull(),
  },
  (t) => [uniqueIndex("ledger_sealed_position_key").on(t.sealNumber, t.position)],
);
