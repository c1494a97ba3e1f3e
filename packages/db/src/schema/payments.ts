import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import {
  disputeStatusEnum,
  gatewayCallKindEnum,
  gatewayCallStatusEnum,
  gatewayEnum,
  paymentStatusEnum,
  refundStatusEnum,
} from "../enums/payments.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Money a gateway says it took. One row per gateway and payment, however many messages tell of it. */
export const payments = pgTable(
  "payments",
  {
    id: idColumn(),
    orderId: text("order_id").references(() => orders.id),
    gateway: gatewayEnum("gateway").notNull(),
    gatewayPaymentId: text("gateway_payment_id").notNull(),
    status: paymentStatusEnum("status").notNull(),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: currencyColumn(),
    /** How much of it is with the buyer again: refunds that stand and disputes that were lost. */
    refundedMinor: minorUnits("refunded_minor").notNull().default(0),
    /** What went back beyond what the payment brought, as when a dispute is lost after a refund. */
    lostMinor: minorUnits("lost_minor").notNull().default(0),
    occurredAt: instant("occurred_at").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("payments_gateway_key").on(t.gateway, t.gatewayPaymentId),
    index("payments_order_idx").on(t.orderId),
    index("payments_time_idx").on(t.gateway, t.occurredAt),
    check("payments_refunded_check", sql`${t.refundedMinor} between 0 and ${t.amountMinor}`),
    check(
      "payments_lost_check",
      sql`${t.lostMinor} >= 0 and (${t.lostMinor} = 0 or ${t.refundedMinor} = ${t.amountMinor})`,
    ),
  ],
);

export const refunds = pgTable(
  "refunds",
  {
    id: idColumn(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    orderId: text("order_id").references(() => orders.id),
    gateway: gatewayEnum("gateway").notNull(),
    gatewayRefundId: text("gateway_refund_id"),
    status: refundStatusEnum("status").notNull(),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: currencyColumn(),
    reason: text("reason"),
    /** The lines it gives back whole; null when it is of the order, or was made at the gateway. */
    lineIds: text("line_ids").array(),
    /** Who asked for it here; null for a guest, and for one that was made at the gateway. */
    requestedBy: text("requested_by").references(() => users.id),
    /** Why, in the words of whoever asked; for staff. */
    note: text("note"),
    /** When the gateway was first asked; from then on it cannot be called off. */
    sentAt: instant("sent_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("refunds_gateway_key").on(t.gateway, t.gatewayRefundId),
    index("refunds_payment_idx").on(t.paymentId),
    index("refunds_time_idx").on(t.gateway, t.createdAt),
    index("refunds_created_idx").on(t.createdAt, t.id),
    index("refunds_order_idx").on(t.orderId),
    index("refunds_open_idx").on(t.updatedAt).where(sql`status in ('requested', 'pending')`),
  ],
);

export const disputes = pgTable(
  "disputes",
  {
    id: idColumn(),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    orderId: text("order_id").references(() => orders.id),
    gateway: gatewayEnum("gateway").notNull(),
    gatewayDisputeId: text("gateway_dispute_id").notNull(),
    status: disputeStatusEnum("status").notNull(),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: currencyColumn(),
    reason: text("reason"),
    dueBy: instant("due_by"),
    /** When evidence was last sent from here. */
    evidenceSentAt: instant("evidence_sent_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("disputes_gateway_key").on(t.gateway, t.gatewayDisputeId),
    index("disputes_payment_idx").on(t.paymentId),
    index("disputes_order_idx").on(t.orderId),
    index("disputes_created_idx").on(t.createdAt),
    index("disputes_due_idx").on(t.status, t.dueBy, t.id),
  ],
);

/** A call to a gateway that changes something there: written before it is made, completed after, asked for when unknown. */
export const gatewayCalls = pgTable(
  "gateway_calls",
  {
    id: idColumn(),
    gateway: gatewayEnum("gateway").notNull(),
    kind: gatewayCallKindEnum("kind").notNull(),
    /** The order, refund or payout it is made for. */
    subjectId: text("subject_id").notNull(),
    idempotencyKey: text("idempotency_key").notNull(),
    status: gatewayCallStatusEnum("status").notNull().default("intended"),
    attempts: integer("attempts").notNull().default(0),
    outcome: jsonb("outcome"),
    lastError: text("last_error"),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("gateway_calls_key").on(t.gateway, t.idempotencyKey),
    index("gateway_calls_subject_idx").on(t.subjectId),
    index("gateway_calls_open_idx").on(t.updatedAt).where(sql`status in ('intended', 'unknown')`),
  ],
);

/** A gateway's event as it came: raw bytes, kept before the gateway is answered, handled once (M4). */
export const inboxEvents = pgTable(
  "inbox_events",
  {
    gateway: gatewayEnum("gateway").notNull(),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    body: bytea("body").notNull(),
    /** SHA-256 of the body: the same id with another body is kept out and flagged (T54). */
    bodyHash: text("body_hash").notNull(),
    conflicting: boolean("conflicting").notNull().default(false),
    /** Read from the gateway, not delivered: the same event in bytes of another make, which are compared with none. */
    collected: boolean("collected").notNull().default(false),
    livemode: boolean("livemode").notNull().default(false),
    occurredAt: instant("occurred_at").notNull(),
    receivedAt: instant("received_at").notNull().defaultNow(),
    deliveries: integer("deliveries").notNull().default(1),
    orderId: text("order_id"),
    outcome: text("outcome"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
    handledAt: instant("handled_at"),
    deadAt: instant("dead_at"),
    correlationId: text("correlation_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.gateway, t.eventId] }),
    index("inbox_open_idx").on(t.receivedAt).where(sql`handled_at is null and dead_at is null`),
    index("inbox_time_idx").on(t.receivedAt.desc(), t.eventId.desc()),
    index("inbox_order_idx").on(t.orderId),
  ],
);

/** Up to when all of a gateway's undelivered events have been collected. */
export const gatewayMarks = pgTable("gateway_marks", {
  gateway: gatewayEnum("gateway").primaryKey(),
  collectedUntil: instant("collected_until").notNull(),
});
