import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, idColumn, instant, minorUnits } from "./columns.ts";
import { orderLines, orders } from "./orders.ts";
import { disputes, refunds } from "./payments.ts";

/** What of a line a refund or a lost dispute has undone: written when it is booked, and never changed. */
export const refundLines = pgTable(
  "refund_lines",
  {
    refundId: text("refund_id").references(() => refunds.id),
    disputeId: text("dispute_id").references(() => disputes.id),
    causeId: text("cause_id").notNull().generatedAlwaysAs(sql`coalesce(refund_id, dispute_id)`),
    lineId: text("line_id")
      .notNull()
      .references(() => orderLines.id),
    netMinor: minorUnits("net_minor").notNull(),
    taxMinor: minorUnits("tax_minor").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.causeId, t.lineId] }),
    index("refund_lines_line_idx").on(t.lineId),
    check("refund_lines_cause_check", sql`num_nonnulls(${t.refundId}, ${t.disputeId}) = 1`),
    check(
      "refund_lines_amounts_check",
      sql`${t.netMinor} >= 0 and ${t.taxMinor} >= 0 and ${t.netMinor} + ${t.taxMinor} > 0`,
    ),
  ],
);

/** Takes an invoice back, or a part of it: the document of a refund, or of a dispute that was lost. */
export const creditNotes = pgTable(
  "credit_notes",
  {
    id: idColumn(),
    number: text("number").notNull(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    refundId: text("refund_id").references(() => refunds.id),
    disputeId: text("dispute_id").references(() => disputes.id),
    issuedAt: instant("issued_at").notNull(),
    /** What the document says, frozen when it was issued. */
    content: jsonb("content").notNull(),
  },
  (t) => [
    uniqueIndex("credit_notes_number_key").on(t.number),
    uniqueIndex("credit_notes_refund_key").on(t.refundId),
    uniqueIndex("credit_notes_dispute_key").on(t.disputeId),
    index("credit_notes_number_prefix_idx").on(t.number.op("text_pattern_ops")),
    index("credit_notes_order_idx").on(t.orderId),
    check("credit_notes_cause_check", sql`num_nonnulls(${t.refundId}, ${t.disputeId}) = 1`),
  ],
);
