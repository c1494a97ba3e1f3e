import { pgEnum } from "drizzle-orm/pg-core";

/** Takes a share off, takes an amount off, or says what is left to pay. */
export const couponDiscountEnum = pgEnum("coupon_discount", ["percentage", "amount", "price"]);
export const couponScopeEnum = pgEnum("coupon_scope", ["all_courses", "courses", "instructor"]);
export const couponStatusEnum = pgEnum("coupon_status", ["active", "paused", "ended"]);
export const redemptionStatusEnum = pgEnum("redemption_status", ["reserved", "consumed", "released", "returned"]);
