import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { deliveryStatusEnum, endpointPauseEnum, endpointStatusEnum } from "../enums/webhooks.ts";
import { createdAt, idColumn, instant, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";

/** An address of somebody else's system that is told of events. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: idColumn(),
    url: text("url").notNull(),
    description: text("description").notNull(),
    eventTypes: text("event_types").array().notNull(),
    status: endpointStatusEnum("status").notNull().default("active"),
    pause: endpointPauseEnum("pause"),
    pausedAt: instant("paused_at"),
    /** What messages are signed with, sealed; never shown again. */
    secretSealed: text("secret_sealed").notNull(),
    /** The one before, which signs beside it until then, so that the receiver can change over. */
    previousSecretSealed: text("previous_secret_sealed"),
    previousSecretUntil: instant("previous_secret_until"),
    /** The first of the refusals since which nothing was taken; null while it takes what it is sent. */
    failingSince: instant("failing_since"),
    createdBy: text("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: instant("deleted_at"),
  },
  (t) => [
    // Two endpoints of one address would be told everything twice.
    uniqueIndex("webhook_endpoints_url_key").on(t.url).where(sql`deleted_at is null`),
    check(
      "webhook_endpoints_pause_check",
      sql`(${t.status} = 'paused') = (${t.pause} is not null) and (${t.pause} is null) = (${t.pausedAt} is null)`,
    ),
    check(
      "webhook_endpoints_rotation_check",
      sql`(${t.previousSecretSealed} is null) = (${t.previousSecretUntil} is null)`,
    ),
    check("webhook_endpoints_types_check", sql`cardinality(${t.eventTypes}) > 0`),
  ],
);

/** An event in the words in which it is told, byte for byte; its id is the receiver's idempotency key. */
export const webhookMessages = pgTable(
  "webhook_messages",
  {
    id: idColumn(),
    type: text("type").notNull(),
    body: text("body").notNull(),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("webhook_messages_created_idx").on(t.createdAt)],
);

/** One event for one endpoint, and how far it has got. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: idColumn(),
    messageId: text("message_id")
      .notNull()
      .references(() => webhookMessages.id, { onDelete: "cascade" }),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    status: deliveryStatusEnum("status").notNull(),
    /** Counts the times that it was asked for; a job of an earlier round finds that it is not its own any more. */
    round: integer("round").notNull().default(1),
    /** Tries of this round, counted before they are made. */
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at"),
    /** While in the future, one run has it in hand; also that run's name. */
    leasedUntil: instant("leased_until"),
    deliveredAt: instant("delivered_at"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("webhook_deliveries_message_key").on(t.messageId, t.endpointId),
    index("webhook_deliveries_endpoint_idx").on(t.endpointId, t.createdAt, t.id),
    index("webhook_deliveries_status_idx").on(t.endpointId, t.status, t.createdAt, t.id),
    index("webhook_deliveries_leased_idx").on(t.endpointId, t.leasedUntil).where(sql`leased_until is not null`),
    check("webhook_deliveries_delivered_check", sql`(${t.status} = 'delivered') = (${t.deliveredAt} is not null)`),
    check("webhook_deliveries_waiting_check", sql`(${t.status} = 'pending') = (${t.nextAttemptAt} is not null)`),
  ],
);

/** One try to deliver, and what came back. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    id: idColumn(),
    deliveryId: text("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: "cascade" }),
    /** Of the answer; null when none came. */
    responseStatus: integer("response_status"),
    /** The beginning of the answer's body. */
    responseBody: text("response_body"),
    error: text("error"),
    latencyMs: integer("latency_ms").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("webhook_attempts_delivery_idx").on(t.deliveryId, t.createdAt, t.id),
    check("webhook_attempts_outcome_check", sql`${t.responseStatus} is not null or ${t.error} is not null`),
  ],
);
