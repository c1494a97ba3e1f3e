import { sql } from "drizzle-orm";
import { boolean, char, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { couponDiscountEnum, couponScopeEnum, couponStatusEnum } from "../enums/coupons.ts";
import { createdAt, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { courses } from "./courses.ts";
import { users } from "./identity.ts";

/** A code that lowers a price. Its terms are frozen when it is issued; only its status and its uses go on living. */
export const coupons = pgTable(
  "coupons",
  {
    id: idColumn(),
    /** Normalised: capital letters, digits and hyphens. */
    code: text("code").notNull(),
    /** For staff. */
    label: text("label").notNull(),
    discount: couponDiscountEnum("discount").notNull(),
    /** Of a percentage, in basis points. */
    rateBps: integer("rate_bps"),
    /** What is taken off, or what is left to pay. */
    amountMinor: minorUnits("amount_minor"),
    /** Null for a percentage, which knows no currency. */
    currency: char("currency", { length: 3 }),
    scope: couponScopeEnum("scope").notNull(),
    /** Whose courses it is for, when its scope is an instructor. */
    instructorId: text("instructor_id").references(() => users.id),
    /** The one person it is for; null when it is anybody's. An account may be known, the address always is. */
    holderUserId: text("holder_user_id").references(() => users.id),
    holderEmail: text("holder_email"),
    /** Null: without end. */
    maxRedemptions: integer("max_redemptions"),
    perPerson: integer("per_person"),
    /** Redemptions that are reserved or consumed; counted by a trigger. */
    uses: integer("uses").notNull().default(0),
    startsAt: instant("starts_at").notNull().defaultNow(),
    endsAt: instant("ends_at"),
    /** Whether a use counts no more once its order has been given back whole. */
    returnsOnRefund: boolean("returns_on_refund").notNull(),
    status: couponStatusEnum("status").notNull().default("active"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("coupons_code_key").on(t.code),
    index("coupons_code_prefix_idx").on(t.code.op("text_pattern_ops")),
    index("coupons_time_idx").on(t.createdAt.desc(), t.id.desc()),
    check("coupons_code_check", sql`${t.code} ~ '^[0-9A-Z][0-9A-Z-]{3,39}$'`),
    check(
      "coupons_discount_check",
      sql`case ${t.discount}
        when 'percentage' then ${t.rateBps} between 1 and 10000 and ${t.amountMinor} is null and ${t.currency} is null
        when 'amount' then ${t.rateBps} is null and ${t.amountMinor} > 0 and ${t.currency} is not null
        else ${t.rateBps} is null and ${t.amountMinor} >= 0 and ${t.currency} is not null end`,
    ),
    check("coupons_instructor_check", sql`(${t.scope} = 'instructor') = (${t.instructorId} is not null)`),
    check("coupons_holder_check", sql`${t.holderUserId} is null or ${t.holderEmail} is not null`),
    check("coupons_limits_check", sql`coalesce(${t.maxRedemptions}, 1) > 0 and coalesce(${t.perPerson}, 1) > 0`),
    check("coupons_uses_check", sql`${t.uses} between 0 and coalesce(${t.maxRedemptions}, ${t.uses})`),
    check("coupons_window_check", sql`${t.endsAt} > ${t.startsAt}`),
  ],
);

/** The courses that a coupon of scope `courses` is for. */
export const couponCourses = pgTable(
  "coupon_courses",
  {
    couponId: text("coupon_id")
      .notNull()
      .references(() => coupons.id),
    courseId: text("course_id")
      .notNull()
      .references(() => courses.id),
  },
  (t) => [primaryKey({ columns: [t.couponId, t.courseId] })],
);
