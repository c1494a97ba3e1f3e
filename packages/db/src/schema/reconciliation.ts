import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { gatewayEnum } from "../enums/payments.ts";
import {
  findingKindEnum,
  findingStatusEnum,
  findingSubjectEnum,
  reconciliationStatusEnum,
} from "../enums/reconciliation.ts";
import { createdAt, idColumn, instant, minorUnits } from "./columns.ts";
import { users } from "./identity.ts";
import { payments } from "./payments.ts";

/** One comparison of a gateway's own statement with the books, over a half-open span of time. */
export const reconciliations = pgTable(
  "reconciliations",
  {
    id: idColumn(),
    gateway: gatewayEnum("gateway").notNull(),
    windowFrom: instant("window_from").notNull(),
    windowTo: instant("window_to").notNull(),
    status: reconciliationStatusEnum("status").notNull().default("running"),
    /** Whether it is the one that runs by itself every day. */
    daily: boolean("daily").notNull().default(false),
    /** Null when no person asked for it. */
    requestedBy: text("requested_by").references(() => users.id),
    /** What both sides say alike, and what is not Stoa's. */
    matched: integer("matched").notNull().default(0),
    foreign: integer("foreign").notNull().default(0),
    discrepancies: integer("discrepancies").notNull().default(0),
    /** What the gateway kept, newly known: `[{ amount, currency }]`. */
    fees: jsonb("fees").notNull().default([]),
    lastError: text("last_error"),
    startedAt: createdAt(),
    finishedAt: instant("finished_at"),
  },
  (t) => [
    index("reconciliations_time_idx").on(t.startedAt.desc(), t.id.desc()),
    uniqueIndex("reconciliations_daily_key").on(t.gateway, t.windowFrom, t.windowTo).where(sql`daily`),
    check("reconciliations_window_check", sql`${t.windowFrom} < ${t.windowTo}`),
  ],
);

/** What the gateway's statement says, kept while it is compared. */
export const statementLines = pgTable(
  "statement_lines",
  {
    reconciliationId: text("reconciliation_id")
      .notNull()
      .references(() => reconciliations.id, { onDelete: "cascade" }),
    subject: findingSubjectEnum("subject").notNull(),
    gatewayRef: text("gateway_ref").notNull(),
    /** Of a refund: the payment it gives back. */
    paymentRef: text("payment_ref"),
    orderId: text("order_id"),
    status: text("status").notNull(),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
    feeMinor: minorUnits("fee_minor"),
    feeCurrency: char("fee_currency", { length: 3 }),
    occurredAt: instant("occurred_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.reconciliationId, t.subject, t.gatewayRef] })],
);

/** A difference between statement and books; the same difference found again tomorrow is the same row. */
export const reconciliationFindings = pgTable(
  "reconciliation_findings",
  {
    id: idColumn(),
    /** The last run that saw it. */
    reconciliationId: text("reconciliation_id")
      .notNull()
      .references(() => reconciliations.id),
    gateway: gatewayEnum("gateway").notNull(),
    subject: findingSubjectEnum("subject").notNull(),
    gatewayRef: text("gateway_ref").notNull(),
    kind: findingKindEnum("kind").notNull(),
    orderId: text("order_id"),
    hereMinor: minorUnits("here_minor"),
    hereCurrency: char("here_currency", { length: 3 }),
    hereStatus: text("here_status"),
    thereMinor: minorUnits("there_minor"),
    thereCurrency: char("there_currency", { length: 3 }),
    thereStatus: text("there_status"),
    occurredAt: instant("occurred_at").notNull(),
    status: findingStatusEnum("status").notNull().default("open"),
    note: text("note"),
    resolvedBy: text("resolved_by").references(() => users.id),
    resolvedAt: instant("resolved_at"),
    firstSeenAt: createdAt(),
  },
  (t) => [
    uniqueIndex("findings_key").on(t.gateway, t.subject, t.gatewayRef, t.kind),
    index("findings_open_idx").on(t.occurredAt.desc(), t.id.desc()).where(sql`status = 'open'`),
    index("findings_time_idx").on(t.occurredAt.desc(), t.id.desc()),
  ],
);

/** What a gateway kept of a payment, as its statement says; booked once, with all of the same run. */
export const gatewayFees = pgTable(
  "gateway_fees",
  {
    paymentId: text("payment_id")
      .primaryKey()
      .references(() => payments.id),
    reconciliationId: text("reconciliation_id")
      .notNull()
      .references(() => reconciliations.id),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: char("currency", { length: 3 }).notNull(),
  },
  (t) => [
    index("gateway_fees_run_idx").on(t.reconciliationId),
    check("gateway_fees_amount_check", sql`${t.amountMinor} >= 0`),
  ],
);
