import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { mailStatusEnum } from "../enums/learning.ts";
import { createdAt, idColumn, instant } from "./columns.ts";
import { users } from "./identity.ts";

/** Every mail ever asked for: what, to whom, and what became of it. */
export const mails = pgTable(
  "mails",
  {
    id: idColumn(),
    userId: text("user_id").references(() => users.id),
    recipient: text("recipient").notNull(),
    template: text("template").notNull(),
    locale: text("locale").notNull(),
    /** Ids and display data for the template; secrets in links are sealed and dropped once sent. */
    data: jsonb("data").notNull(),
    subject: text("subject"),
    status: mailStatusEnum("status").notNull().default("queued"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    transportId: text("transport_id"),
    /** What it is about, so that one business event never mails twice; the id of its subject stands last, after a colon. */
    dedupeKey: text("dedupe_key"),
    correlationId: text("correlation_id").notNull(),
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("mails_dedupe_key").on(t.dedupeKey),
    index("mails_time_idx").on(t.createdAt, t.id),
    index("mails_status_idx").on(t.status, t.createdAt),
    index("mails_subject_idx").on(sql`substring(${t.dedupeKey} from '[^:]*$')`),
  ],
);

/** What a person sees under the bell. */
export const notifications = pgTable(
  "notifications",
  {
    id: idColumn(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").notNull(),
    data: jsonb("data").notNull(),
    href: text("href"),
    dedupeKey: text("dedupe_key"),
    readAt: instant("read_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("notifications_dedupe_key").on(t.dedupeKey),
    index("notifications_user_idx").on(t.userId, t.createdAt, t.id),
  ],
);

export const notificationPreferences = pgTable(
  "notification_preferences",
  {
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    kind: text("kind").notNull(),
    email: boolean("email").notNull(),
    inApp: boolean("in_app").notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);
