import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { createdAt, idColumn, instant } from "./columns.ts";

/**
 * A job that follows from a commit (M5). Written in the transaction of its cause; relayed to the queue; `done_at` is
 * set in the transaction of its effect, which is what makes a second run harmless.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: idColumn(),
    job: text("job").notNull(),
    queue: text("queue").notNull(),
    /** Ids only: the handler reads the state afresh (T104). */
    payload: jsonb("payload").notNull(),
    /** A second message with the same job and key is dropped while the first has not been started. */
    dedupeKey: text("dedupe_key"),
    correlationId: text("correlation_id").notNull(),
    availableAt: instant("available_at").notNull().defaultNow(),
    sentAt: instant("sent_at"),
    /** When a worker first took it up; from then on it may have read the state that a later message is about. */
    startedAt: instant("started_at"),
    doneAt: instant("done_at"),
    deadAt: instant("dead_at"),
    /** How often it was handed to the queue; part of the queue's job id, so that a re-send is not swallowed. */
    epoch: integer("epoch").notNull().default(0),
    /** Runs begun. Counted before the work, so that a message which kills its worker dies too. */
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    createdAt: createdAt(),
    /** Settles which of two messages due at one moment goes first, so that a replay goes the same way. Not a cursor. */
    position: bigint("position", { mode: "number" }).generatedAlwaysAsIdentity(),
  },
  (t) => [
    index("outbox_unsent_idx")
      .on(t.availableAt, t.position)
      .where(sql`sent_at is null and done_at is null and dead_at is null`),
    index("outbox_unacked_idx").on(t.sentAt).where(sql`sent_at is not null and done_at is null and dead_at is null`),
    index("outbox_dead_idx").on(t.deadAt).where(sql`dead_at is not null`),
    index("outbox_correlation_idx").on(t.correlationId),
    uniqueIndex("outbox_dedupe_key")
      .on(t.job, t.dedupeKey)
      .where(sql`started_at is null and done_at is null and dead_at is null`),
    index("outbox_done_idx").on(t.doneAt).where(sql`done_at is not null`),
  ],
);

/** When each scheduled job is next due, by the database's clock, so that many workers start it once. */
export const jobSchedules = pgTable("job_schedules", {
  name: text("name").primaryKey(),
  /** The schedule `next_at` was worked out from; a new one replaces it. */
  schedule: text("schedule").notNull(),
  nextAt: instant("next_at").notNull(),
  lastStartedAt: instant("last_started_at"),
});
