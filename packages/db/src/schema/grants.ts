import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { grantApplicationStatusEnum, grantAwardStatusEnum, grantPoolStatusEnum } from "../enums/grants.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { coupons } from "./coupons.ts";
import { courses } from "./courses.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

/** Money given for grants, in one currency. What is in it stands in the ledger, on `grants/<id>/pool`. */
export const grantPools = pgTable(
  "grant_pools",
  {
    id: idColumn(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    currency: currencyColumn(),
    status: grantPoolStatusEnum("status").notNull().default("open"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [uniqueIndex("grant_pools_name_key").on(t.name)],
);

/** What the platform itself put into a pool; donors' gifts are order lines. */
export const grantContributions = pgTable(
  "grant_contributions",
  {
    id: idColumn(),
    poolId: text("pool_id")
      .notNull()
      .references(() => grantPools.id),
    amountMinor: minorUnits("amount_minor").notNull(),
    currency: currencyColumn(),
    note: text("note").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("grant_contributions_pool_idx").on(t.poolId, t.createdAt.desc()),
    check("grant_contributions_amount_check", sql`${t.amountMinor} > 0`),
  ],
);

/** Somebody asks for a course to be paid, in part or whole. */
export const grantApplications = pgTable(
  "grant_applications",
  {
    id: idColumn(),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    userId: text("user_id").references(() => users.id),
    name: text("name").notNull(),
    email: text("email").notNull(),
    emailNormalised: text("email_normalised").notNull(),
    locale: text("locale").notNull(),
    statement: text("statement").notNull(),
    requestedPercent: integer("requested_percent").notNull(),
    status: grantApplicationStatusEnum("status").notNull().default("submitted"),
    /** Until when the applicant was promised an answer. */
    dueAt: instant("due_at").notNull(),
    /** Whose it is to decide, by agreement; whoever may decide still can. */
    assigneeId: text("assignee_id").references(() => users.id),
    reviewerId: text("reviewer_id").references(() => users.id),
    decidedAt: instant("decided_at"),
    /** What a rejected applicant is told. */
    reason: text("reason"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("grant_applications_open_key").on(t.courseId, t.emailNormalised).where(sql`status = 'submitted'`),
    index("grant_applications_queue_idx").on(t.status, t.dueAt, t.id),
    index("grant_applications_email_prefix_idx").on(t.emailNormalised.op("text_pattern_ops")),
    index("grant_applications_name_words_idx").using("gin", sql`to_tsvector('simple', ${t.name})`),
    index("grant_applications_user_idx").on(t.userId, t.createdAt.desc()),
    check("grant_applications_percent_check", sql`${t.requestedPercent} between 10 and 100`),
    check(
      "grant_applications_decided_check",
      sql`(${t.status} = 'submitted') = (${t.decidedAt} is null) and (${t.status} = 'rejected') = (${t.reason} is not null)`,
    ),
    check("grant_applications_reviewer_check", sql`${t.reviewerId} <> ${t.userId}`),
    index("grant_applications_assignee_idx").on(t.assigneeId, t.dueAt, t.id).where(sql`status = 'submitted'`),
    check("grant_applications_assignee_check", sql`${t.assigneeId} <> ${t.userId}`),
  ],
);

/** A grant that was approved: so much of a course's price lies reserved in a pool, and a coupon redeems it. */
export const grantAwards = pgTable(
  "grant_awards",
  {
    id: idColumn(),
    applicationId: text("application_id")
      .notNull()
      .references(() => grantApplications.id),
    poolId: text("pool_id")
      .notNull()
      .references(() => grantPools.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
    couponId: text("coupon_id")
      .notNull()
      .references(() => coupons.id),
    userId: text("user_id").references(() => users.id),
    emailNormalised: text("email_normalised").notNull(),
    percent: integer("percent").notNull(),
    /** The course's price when it was approved, and how the two share it. */
    priceMinor: minorUnits("price_minor").notNull(),
    grantedMinor: minorUnits("granted_minor").notNull(),
    payMinor: minorUnits("pay_minor").notNull(),
    /** What the pool has paid in the end; null until then. */
    spentMinor: minorUnits("spent_minor"),
    currency: currencyColumn(),
    status: grantAwardStatusEnum("status").notNull().default("open"),
    /** The hold on the pool's account. */
    holdId: text("hold_id").notNull(),
    expiresAt: instant("expires_at").notNull(),
    orderId: text("order_id").references(() => orders.id),
    usedAt: instant("used_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("grant_awards_application_key").on(t.applicationId),
    uniqueIndex("grant_awards_coupon_key").on(t.couponId),
    index("grant_awards_pool_idx").on(t.poolId, t.createdAt.desc(), t.id.desc()),
    index("grant_awards_due_idx").on(t.expiresAt).where(sql`status = 'open'`),
    check("grant_awards_percent_check", sql`${t.percent} between 10 and 100`),
    check(
      "grant_awards_shares_check",
      sql`${t.priceMinor} = ${t.grantedMinor} + ${t.payMinor} and ${t.grantedMinor} > 0 and ${t.payMinor} >= 0`,
    ),
    check("grant_awards_spent_check", sql`${t.spentMinor} between 0 and ${t.grantedMinor}`),
    check(
      "grant_awards_used_check",
      sql`(${t.status} in ('used', 'returned')) = (${t.usedAt} is not null) and (${t.usedAt} is null) = (${t.spentMinor} is null)
        and (${t.usedAt} is null) = (${t.orderId} is null)`,
    ),
  ],
);
