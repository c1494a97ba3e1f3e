import { sql } from "drizzle-orm";
import { char, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { orderStatusEnum, productKindEnum, reviewReasonEnum, taxModeEnum } from "../enums/orders.ts";
import { gatewayEnum } from "../enums/payments.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { coupons } from "./coupons.ts";
import { users } from "./identity.ts";

export const orders = pgTable(
  "orders",
  {
    id: idColumn(),
    /** Null for a guest, until the e-mail is proved and the purchase joins an account. */
    userId: text("user_id").references(() => users.id),
    email: text("email").notNull(),
    emailNormalised: text("email_normalised").notNull(),
    locale: text("locale").notNull().default("en"),
    /** SHA-256 of the token that lets a guest read this one order. */
    tokenHash: text("token_hash").notNull(),
    status: orderStatusEnum("status").notNull().default("pending"),
    currency: currencyColumn(),
    subtotalMinor: minorUnits("subtotal_minor").notNull(),
    discountMinor: minorUnits("discount_minor").notNull().default(0),
    taxMinor: minorUnits("tax_minor").notNull(),
    totalMinor: minorUnits("total_minor").notNull(),
    /** What was taken for it: what was asked, unless a person accepted other money. Null until it is paid. */
    settledMinor: minorUnits("settled_minor"),
    settledCurrency: char("settled_currency", { length: 3 }),
    /** How much of what was taken has been given back, or is owed because a refund failed. */
    refundedMinor: minorUnits("refunded_minor").notNull().default(0),
    taxCountry: text("tax_country").notNull(),
    taxName: text("tax_name").notNull(),
    taxRateBps: integer("tax_rate_bps").notNull(),
    taxMode: taxModeEnum("tax_mode").notNull(),
    /** The coupon it was priced with, and its code as the buyer knows it. */
    couponId: text("coupon_id").references(() => coupons.id),
    couponCode: text("coupon_code"),
    /** Null for an order that costs nothing. */
    gateway: gatewayEnum("gateway"),
    gatewayCheckoutId: text("gateway_checkout_id"),
    redirectUrl: text("redirect_url"),
    invoiceNumber: text("invoice_number"),
    expiresAt: instant("expires_at").notNull(),
    paidAt: instant("paid_at"),
    correlationId: text("correlation_id").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("orders_invoice_key").on(t.invoiceNumber),
    uniqueIndex("orders_checkout_key").on(t.gateway, t.gatewayCheckoutId),
    index("orders_user_idx").on(t.userId, t.createdAt.desc(), t.id.desc()),
    index("orders_email_idx").on(t.emailNormalised, t.createdAt.desc()),
    index("orders_status_idx").on(t.status, t.createdAt.desc(), t.id.desc()),
    index("orders_time_idx").on(t.createdAt.desc(), t.id.desc()),
    index("orders_total_idx").on(t.totalMinor, t.id),
    index("orders_buyer_idx").on(t.emailNormalised, t.id),
    index("orders_email_prefix_idx").on(t.emailNormalised.op("text_pattern_ops")),
    index("orders_invoice_prefix_idx").on(t.invoiceNumber.op("text_pattern_ops")),
    index("orders_paid_idx").on(t.paidAt).where(sql`paid_at is not null`),
    index("orders_pending_idx").on(t.expiresAt).where(sql`status = 'pending'`),
    check(
      "orders_sums_check",
      sql`${t.totalMinor} = ${t.subtotalMinor} - ${t.discountMinor} + case when ${t.taxMode} = 'exclusive' then ${t.taxMinor} else 0 end`,
    ),
    check(
      "orders_amounts_check",
      sql`${t.subtotalMinor} >= 0 and ${t.discountMinor} >= 0 and ${t.taxMinor} >= 0 and ${t.totalMinor} >= 0`,
    ),
    check("orders_coupon_check", sql`(${t.couponId} is null) = (${t.couponCode} is null)`),
    check("orders_refunded_check", sql`${t.refundedMinor} between 0 and coalesce(${t.settledMinor}, ${t.totalMinor})`),
    check(
      "orders_settled_check",
      sql`coalesce(${t.settledMinor}, 0) >= 0 and (${t.settledMinor} is null) = (${t.settledCurrency} is null)`,
    ),
    check(
      "orders_paid_check",
      sql`${t.status} not in ('paid', 'partially_refunded', 'disputed') or ${t.paidAt} is not null`,
    ),
  ],
);

export const orderLines = pgTable(
  "order_lines",
  {
    id: idColumn(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    position: integer("position").notNull(),
    kind: productKindEnum("kind").notNull(),
    /** What is sold: a course id for `course`, a slot for `booking`, … */
    subjectId: text("subject_id").notNull(),
    title: text("title").notNull(),
    quantity: integer("quantity").notNull(),
    unitMinor: minorUnits("unit_minor").notNull(),
    discountMinor: minorUnits("discount_minor").notNull().default(0),
    /** The tax in or on this line; the lines' taxes add up to the order's. */
    taxMinor: minorUnits("tax_minor").notNull(),
    /** What the buyer pays for this line, tax included; the lines' totals add up to the order's. */
    totalMinor: minorUnits("total_minor").notNull(),
    currency: currencyColumn(),
    fulfilledAt: instant("fulfilled_at"),
    reversedAt: instant("reversed_at"),
  },
  (t) => [
    uniqueIndex("order_lines_position_key").on(t.orderId, t.position),
    index("order_lines_subject_idx").on(t.kind, t.subjectId),
    check("order_lines_quantity_check", sql`${t.quantity} between 1 and 1000`),
  ],
);

/** The moves a trigger allows; every other change of `orders.status` is refused by the database. */
export const orderTransitions = pgTable(
  "order_transitions",
  { fromStatus: orderStatusEnum("from_status").notNull(), toStatus: orderStatusEnum("to_status").notNull() },
  (t) => [primaryKey({ columns: [t.fromStatus, t.toStatus] })],
);

/** An order that people must look at: paid, but not as expected. Nothing is granted while it is open. */
export const orderReviews = pgTable(
  "order_reviews",
  {
    id: idColumn(),
    orderId: text("order_id").references(() => orders.id),
    reason: reviewReasonEnum("reason").notNull(),
    details: jsonb("details").notNull(),
    resolvedAt: instant("resolved_at"),
    resolvedBy: text("resolved_by").references(() => users.id),
    resolution: text("resolution"),
    dedupeKey: text("dedupe_key").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("order_reviews_dedupe_key").on(t.dedupeKey),
    index("order_reviews_open_idx").on(t.createdAt).where(sql`resolved_at is null`),
  ],
);

/** One counter a series and year, locked while an invoice is numbered: no gap, no repeat. */
export const invoiceCounters = pgTable(
  "invoice_counters",
  { series: text("series").notNull(), year: integer("year").notNull(), lastNumber: integer("last_number").notNull() },
  (t) => [primaryKey({ columns: [t.series, t.year] })],
);

export const invoices = pgTable(
  "invoices",
  {
    id: idColumn(),
    number: text("number").notNull(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    issuedAt: instant("issued_at").notNull(),
    /** What the document says, frozen when it was issued. */
    content: jsonb("content").notNull(),
  },
  (t) => [uniqueIndex("invoices_number_key").on(t.number), uniqueIndex("invoices_order_key").on(t.orderId)],
);
