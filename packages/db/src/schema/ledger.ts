import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  type PgColumn,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { actorKindEnum } from "../enums/identity.ts";
import { accountKindEnum, transferStateEnum } from "../enums/ledger.ts";
import { currencyColumn, idColumn, instant, minorUnits } from "./columns.ts";

/** A 64-bit transaction id of Postgres; compared there, carried here as text. */
const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** The declared chart of accounts, as the database knows it; `packages/ledger/src/chart.ts` says the same in TypeScript. */
export const ledgerChart = pgTable("ledger_chart", {
  name: text("name").primaryKey(),
  /** A regular expression that the whole address must match. */
  pattern: text("pattern").notNull(),
  kind: accountKindEnum("kind").notNull(),
  nonNegative: boolean("non_negative").notNull(),
  tracked: boolean("tracked").notNull(),
});

/**
 * A place money can be, in one currency, addressed as the chart declares: `gateway/stripe/clearing`. The address is the
 * identity, so that a transfer reads as it stands. Kind and flags are filled from the chart by a trigger.
 */
export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    address: text("address").notNull(),
    currency: currencyColumn(),
    kind: accountKindEnum("kind").notNull(),
    /** Refused by the database when it would go below zero on its normal side (wallets, escrow, payables). */
    nonNegative: boolean("non_negative").notNull(),
    /** Has a row in `ledger_balances`, kept exact in the same transaction; hot platform accounts are folded by a job. */
    tracked: boolean("tracked").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "ledger_accounts_pkey", columns: [t.address, t.currency] }),
    check("ledger_accounts_tracked_check", sql`${t.tracked} or not ${t.nonNegative}`),
  ],
);

/** A business event in the books: all its transfers are written with it or none. Unique by kind and subject. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: idColumn(),
    seq: minorUnits("seq").generatedAlwaysAsIdentity().notNull(),
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    /** SHA-256 of what was asked, so that a replay with other content is refused. */
    contentHash: text("content_hash").notNull(),
    /** When the event happened; `recordedAt` says when the books learnt of it. */
    effectiveAt: instant("effective_at").notNull(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
    actorKind: actorKindEnum("actor_kind").notNull(),
    actorId: text("actor_id"),
    correlationId: text("correlation_id").notNull(),
    /** The entry that this one takes back, wholly or in part. */
    reversesId: text("reverses_id"),
    /** The transaction that wrote the entry. Only it may add transfers; the sealer waits until every older one has ended. */
    xid: xid8("xid").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    uniqueIndex("ledger_entries_subject_key").on(t.subject, t.kind),
    uniqueIndex("ledger_entries_sealing_key").on(t.xid, t.seq),
    index("ledger_entries_reverses_idx").on(t.reversesId).where(sql`reverses_id is not null`),
    foreignKey({ name: "ledger_entries_reverses_fk", columns: [t.reversesId], foreignColumns: [t.id] }),
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
    debitAddress: text("debit_address").notNull(),
    creditAddress: text("credit_address").notNull(),
    currency: currencyColumn(),
    amountMinor: minorUnits("amount_minor").notNull(),
    /** The entry's, repeated so that an account's statement is one walk along an index. */
    effectiveAt: instant("effective_at").notNull(),
    /** The hold that this transfer posts or voids. */
    pendingId: text("pending_id"),
    /** The transfer that this one takes back, wholly or in part. */
    reversesId: text("reverses_id"),
    /** When a payable may be paid out, and why not before. */
    availableAt: instant("available_at"),
    availableReason: text("available_reason"),
  },
  (t) => [
    // Both accounts are in the transfer's currency, because there is no other account it could name.
    foreignKey({
      name: "ledger_transfers_debit_fk",
      columns: [t.debitAddress, t.currency],
      foreignColumns: [ledgerAccounts.address, ledgerAccounts.currency],
    }),
    foreignKey({
      name: "ledger_transfers_credit_fk",
      columns: [t.creditAddress, t.currency],
      foreignColumns: [ledgerAccounts.address, ledgerAccounts.currency],
    }),
    uniqueIndex("ledger_transfers_position_key").on(t.entryId, t.position),
    uniqueIndex("ledger_transfers_pending_key").on(t.pendingId).where(sql`pending_id is not null`),
    index("ledger_transfers_reverses_idx").on(t.reversesId).where(sql`reverses_id is not null`),
    index("ledger_transfers_debit_idx").on(t.debitAddress, t.currency, t.effectiveAt, t.entryId, t.position),
    index("ledger_transfers_credit_idx").on(t.creditAddress, t.currency, t.effectiveAt, t.entryId, t.position),
    // What a payee is owed later: few rows of an account that may have very many.
    index("ledger_transfers_owed_later_idx")
      .on(t.creditAddress, t.currency, t.availableAt)
      .where(sql`available_at is not null`),
    index("ledger_transfers_taken_later_idx")
      .on(t.debitAddress, t.currency, t.availableAt)
      .where(sql`available_at is not null`),
    // What was paid out to a payee and came back of it: few rows beside those of what they earned.
    index("ledger_transfers_paid_out_idx").on(t.debitAddress, t.currency).where(sql`code = 'payout'`),
    index("ledger_transfers_paid_back_idx").on(t.creditAddress, t.currency).where(sql`code = 'payout_returned'`),
    check("ledger_transfers_amount_check", sql`${t.amountMinor} between 1 and 9007199254740991`),
    check("ledger_transfers_sides_check", sql`${t.debitAddress} <> ${t.creditAddress}`),
    check("ledger_transfers_code_check", sql`${t.code} ~ '^[a-z][a-z_]*$'`),
    check(
      "ledger_transfers_pending_check",
      sql`(${t.state} in ('post_pending', 'void_pending')) = (${t.pendingId} is not null)`,
    ),
    check("ledger_transfers_reverses_check", sql`${t.reversesId} is null or ${t.state} = 'posted'`),
    check("ledger_transfers_available_check", sql`(${t.availableAt} is null) = (${t.availableReason} is null)`),
  ],
);

/** What an account has seen on each side: posted, and held by transfers that are still pending. */
const totals = () => ({
  debitsPosted: minorUnits("debits_posted").notNull().default(0),
  creditsPosted: minorUnits("credits_posted").notNull().default(0),
  debitsPending: minorUnits("debits_pending").notNull().default(0),
  creditsPending: minorUnits("credits_pending").notNull().default(0),
});

type Totals = Record<keyof ReturnType<typeof totals>, PgColumn>;
const totalsNotNegative = (t: Totals) =>
  sql`least(${t.debitsPosted}, ${t.creditsPosted}, ${t.debitsPending}, ${t.creditsPending}) >= 0`;

/**
 * Running totals of a tracked account. Only the trigger on `ledger_transfers` writes here; the application's role may
 * read. `available` is the balance on the account's normal side less what holds have reserved of it.
 */
export const ledgerBalances = pgTable(
  "ledger_balances",
  {
    address: text("address").notNull(),
    currency: currencyColumn(),
    debitNormal: boolean("debit_normal").notNull(),
    nonNegative: boolean("non_negative").notNull(),
    ...totals(),
    available: minorUnits("available")
      .notNull()
      .generatedAlwaysAs(
        sql`case when debit_normal then debits_posted - credits_posted - credits_pending else credits_posted - debits_posted - debits_pending end`,
      ),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "ledger_balances_pkey", columns: [t.address, t.currency] }),
    foreignKey({
      name: "ledger_balances_account_fk",
      columns: [t.address, t.currency],
      foreignColumns: [ledgerAccounts.address, ledgerAccounts.currency],
    }),
    check("ledger_balances_totals_check", totalsNotNegative(t)),
    check("ledger_balances_available_check", sql`not non_negative or available >= 0`),
  ],
);

/** A link of the hash chain over committed entries, written in batches by the sealer. */
export const ledgerSeals = pgTable("ledger_seals", {
  number: minorUnits("number").primaryKey(),
  previousHash: text("previous_hash").notNull(),
  /** Merkle root of the hashes of this seal's entries. */
  root: text("root").notNull(),
  hash: text("hash").notNull(),
  entryCount: integer("entry_count").notNull(),
  /** The seal's last entry: every entry up to it, by (xid, seq), is sealed, and none after it. */
  throughXid: xid8("through_xid").notNull(),
  throughSeq: minorUnits("through_seq").notNull(),
  sealedAt: instant("sealed_at").notNull().defaultNow(),
});

/** Which seal holds which entry, and where; the hash is kept so that an altered entry can be named. */
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

/** Totals of a hot platform account up to a seal, folded by a job; the rest is summed when asked. */
export const ledgerFolds = pgTable(
  "ledger_folds",
  {
    address: text("address").notNull(),
    currency: currencyColumn(),
    ...totals(),
    throughSeal: minorUnits("through_seal")
      .notNull()
      .references(() => ledgerSeals.number),
  },
  (t) => [
    primaryKey({ name: "ledger_folds_pkey", columns: [t.address, t.currency] }),
    foreignKey({
      name: "ledger_folds_account_fk",
      columns: [t.address, t.currency],
      foreignColumns: [ledgerAccounts.address, ledgerAccounts.currency],
    }),
    check("ledger_folds_totals_check", totalsNotNegative(t)),
  ],
);
