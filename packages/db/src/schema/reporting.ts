import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { idColumn, instant } from "./columns.ts";

/** Something that a person on duty must look at. One open row a kind; it closes itself when the cause is gone. */
export const alerts = pgTable(
  "alerts",
  {
    id: idColumn(),
    /** One of the kinds in `reporting/alert-rules.ts`; each has a runbook of the same name. */
    kind: text("kind").notNull(),
    summary: text("summary").notNull(),
    details: jsonb("details").notNull(),
    raisedAt: instant("raised_at").notNull().defaultNow(),
    notifiedAt: instant("notified_at"),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [
    uniqueIndex("alerts_open_key").on(t.kind).where(sql`resolved_at is null`),
    index("alerts_time_idx").on(t.raisedAt.desc(), t.id.desc()),
  ],
);
