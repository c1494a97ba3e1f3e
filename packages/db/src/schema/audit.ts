import { index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { actorKindEnum } from "../enums/identity.ts";
import { createdAt, idColumn } from "./columns.ts";

/** Who changed what, written in the transaction of the change. Append-only (guards refuse update and delete). */
export const auditEntries = pgTable(
  "audit_entries",
  {
    id: idColumn(),
    actorKind: actorKindEnum("actor_kind").notNull(),
    /** User id, key id, job or gateway name; null for a guest. */
    actorId: text("actor_id"),
    /** `<domain>.<verb>`, as in `orders.settle_payment`. */
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("audit_subject_idx").on(t.subjectKind, t.subjectId, t.createdAt),
    index("audit_actor_idx").on(t.actorId, t.createdAt),
    index("audit_action_idx").on(t.action, t.createdAt),
    index("audit_time_idx").on(t.createdAt, t.id),
  ],
);
