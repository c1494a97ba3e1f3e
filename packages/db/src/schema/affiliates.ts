import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { affiliateStatusEnum, attributionModelEnum, referralStatusEnum } from "../enums/affiliates.ts";
import { createdAt, currencyColumn, idColumn, instant, minorUnits, updatedAt } from "./columns.ts";
import { courses } from "./courses.ts";
import { users } from "./identity.ts";
import { orderLines, orders } from "./orders.ts";

/** A person who sends buyers and earns a share of what they buy. */
export const affiliates = pgTable(
  "affiliates",
  {
    id: idColumn(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    /** As it stands in links, in lower case. */
    code: text("code").notNull(),
    status: affiliateStatusEnum("status").notNull().default("active"),
    suspendedReason: text("suspended_reason"),
    /** Where commission is paid out to; null until the person has said so. */
    payoutAccountId: text("payout_account_id"),
    /** Names the person behind that account, so that one who pays themselves is found. */
    payoutFingerprint: text("payout_fingerprint"),
    termsVersion: text("terms_version").notNull(),
    termsAcceptedAt: instant("terms_accepted_at").notNull(),
    /** A keyed hash of the address the person joined from. */
    joinedNetworkHash: text("joined_network_hash"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("affiliates_user_key").on(t.userId),
    uniqueIndex("affiliates_code_key").on(t.code),
    index("affiliates_code_prefix_idx").on(t.code.op("text_pattern_ops")),
    index("affiliates_created_idx").on(t.createdAt, t.id),
    index("affiliates_fingerprint_idx").on(t.payoutFingerprint).where(sql`payout_fingerprint is not null`),
    index("affiliates_network_idx").on(t.joinedNetworkHash).where(sql`joined_network_hash is not null`),
    check("affiliates_code_check", sql`${t.code} ~ '^[a-z0-9][a-z0-9-]{2,31}$'`),
    check("affiliates_suspended_check", sql`(${t.status} = 'suspended') = (${t.suspendedReason} is not null)`),
  ],
);

/** A rate other than the programme's: of one affiliate, of one course, or of one affiliate's sales of one course. */
export const affiliateTerms = pgTable(
  "affiliate_terms",
  {
    id: idColumn(),
    affiliateId: text("affiliate_id").references(() => affiliates.id),
    courseId: text("course_id").references(() => courses.id),
    rateBps: integer("rate_bps").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique("affiliate_terms_of_key").on(t.affiliateId, t.courseId).nullsNotDistinct(),
    check("affiliate_terms_of_check", sql`${t.affiliateId} is not null or ${t.courseId} is not null`),
    check("affiliate_terms_rate_check", sql`${t.rateBps} between 0 and 9000`),
  ],
);

/** A visit by an affiliate's link that counts: each visitor once a day. Holds no address, only keyed hashes. */
export const affiliateClicks = pgTable(
  "affiliate_clicks",
  {
    id: idColumn(),
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    networkHash: text("network_hash").notNull(),
    deviceHash: text("device_hash").notNull(),
    landingPath: text("landing_path").notNull(),
    /** The host of the page that held the link, when the browser said so. */
    referrerHost: text("referrer_host"),
    country: text("country"),
    dedupeKey: text("dedupe_key").notNull(),
    clickedAt: instant("clicked_at").notNull(),
    /** When the statistics took it in. */
    countedAt: instant("counted_at"),
  },
  (t) => [
    uniqueIndex("affiliate_clicks_dedupe_key").on(t.affiliateId, t.dedupeKey),
    index("affiliate_clicks_time_idx").on(t.affiliateId, t.clickedAt),
    index("affiliate_clicks_new_idx").on(t.affiliateId).where(sql`counted_at is null`),
  ],
);

/** An order that an affiliate brought, with the rules that held when it was placed. */
export const affiliateReferrals = pgTable(
  "affiliate_referrals",
  {
    id: idColumn(),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    status: referralStatusEnum("status").notNull(),
    /** Why it is held or refused: `same_user`, `same_network`, … */
    signals: text("signals").array().notNull().default(sql`'{}'`),
    model: attributionModelEnum("model").notNull(),
    windowDays: integer("window_days").notNull(),
    touchedAt: instant("touched_at").notNull(),
    /** When the order was paid. */
    convertedAt: instant("converted_at"),
    decidedBy: text("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    createdAt: createdAt(),
    countedAt: instant("counted_at"),
  },
  (t) => [
    uniqueIndex("affiliate_referrals_order_key").on(t.orderId),
    index("affiliate_referrals_affiliate_idx").on(t.affiliateId, t.createdAt, t.id),
    index("affiliate_referrals_time_idx").on(t.createdAt, t.id),
    index("affiliate_referrals_held_idx").on(t.createdAt, t.id).where(sql`status = 'held'`),
    index("affiliate_referrals_new_idx").on(t.affiliateId).where(sql`converted_at is not null and counted_at is null`),
  ],
);

/** The rate of each line, copied when the order was placed. */
export const affiliateReferralRates = pgTable(
  "affiliate_referral_rates",
  {
    referralId: text("referral_id")
      .notNull()
      .references(() => affiliateReferrals.id),
    orderLineId: text("order_line_id")
      .notNull()
      .references(() => orderLines.id),
    rateBps: integer("rate_bps").notNull(),
  },
  (t) => [primaryKey({ columns: [t.referralId, t.orderLineId] })],
);

/** What an affiliate earned with one line of an order: computed once, when the payment was confirmed. */
export const affiliateCommissions = pgTable(
  "affiliate_commissions",
  {
    id: idColumn(),
    referralId: text("referral_id")
      .notNull()
      .references(() => affiliateReferrals.id),
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    orderLineId: text("order_line_id")
      .notNull()
      .references(() => orderLines.id),
    rateBps: integer("rate_bps").notNull(),
    currency: currencyColumn(),
    /** What was really paid for the line, without tax. */
    netMinor: minorUnits("net_minor").notNull(),
    amountMinor: minorUnits("amount_minor").notNull(),
    /** What is left of it after clawbacks. */
    remainingMinor: minorUnits("remaining_minor").notNull(),
    saleAvailableAt: instant("sale_available_at").notNull(),
    availableAt: instant("available_at").notNull(),
    /** When it came into the books; null while its referral is held, and for ever when that is refused. */
    postedAt: instant("posted_at"),
    /** The hold that keeps it while a dispute of its order is open. */
    freezeHoldId: text("freeze_hold_id"),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("affiliate_commissions_line_key").on(t.orderLineId),
    index("affiliate_commissions_referral_idx").on(t.referralId),
    index("affiliate_commissions_affiliate_idx").on(t.affiliateId, t.createdAt, t.id),
    index("affiliate_commissions_release_idx").on(t.availableAt).where(sql`posted_at is not null`),
    index("affiliate_commissions_frozen_idx").on(t.affiliateId).where(sql`freeze_hold_id is not null`),
    check("affiliate_commissions_amount_check", sql`${t.amountMinor} between 0 and ${t.netMinor}`),
    check("affiliate_commissions_remaining_check", sql`${t.remainingMinor} between 0 and ${t.amountMinor}`),
    check("affiliate_commissions_follow_sale_check", sql`${t.availableAt} >= ${t.saleAvailableAt}`),
  ],
);

/** Every change of what commissions come to, in the order of the books; the statistics are the sum of these. */
export const affiliateEarnings = pgTable(
  "affiliate_earnings",
  {
    id: idColumn(),
    commissionId: text("commission_id")
      .notNull()
      .references(() => affiliateCommissions.id),
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    currency: currencyColumn(),
    /** Above zero when earned, below when clawed back. */
    minor: minorUnits("minor").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    countedAt: instant("counted_at"),
  },
  (t) => [
    index("affiliate_earnings_commission_idx").on(t.commissionId),
    index("affiliate_earnings_time_idx").on(t.occurredAt),
    index("affiliate_earnings_new_idx").on(t.affiliateId).where(sql`counted_at is null`),
  ],
);

/** Clicks and sales of a day (UTC), added up by the worker. */
export const affiliateDays = pgTable(
  "affiliate_days",
  {
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    day: date("day").notNull(),
    clicks: integer("clicks").notNull().default(0),
    conversions: integer("conversions").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.affiliateId, t.day] })],
);

/** Commission of a day (UTC) in one currency, added up by the worker. */
export const affiliateEarningDays = pgTable(
  "affiliate_earning_days",
  {
    affiliateId: text("affiliate_id")
      .notNull()
      .references(() => affiliates.id),
    day: date("day").notNull(),
    currency: currencyColumn(),
    earnedMinor: minorUnits("earned_minor").notNull().default(0),
    clawedBackMinor: minorUnits("clawed_back_minor").notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.affiliateId, t.day, t.currency] })],
);

/** When the statistics of an affiliate were last brought up to date. */
export const affiliateStats = pgTable("affiliate_stats", {
  affiliateId: text("affiliate_id")
    .primaryKey()
    .references(() => affiliates.id),
  countedAt: instant("counted_at").notNull(),
});

/** Words and pictures that affiliates may use, with the page they lead to. */
export const affiliateCreatives = pgTable(
  "affiliate_creatives",
  {
    id: idColumn(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    imageUrl: text("image_url"),
    /** Of the shop: `/courses/drawing`. */
    path: text("path").notNull(),
    retiredAt: instant("retired_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [check("affiliate_creatives_path_check", sql`${t.path} ~ '^/([^/]|$)'`)],
);
