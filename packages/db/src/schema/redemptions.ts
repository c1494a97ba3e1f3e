import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { redemptionStatusEnum } from "../enums/coupons.ts";
import { createdAt, currencyColumn, idColumn, minorUnits, updatedAt } from "./columns.ts";
import { coupons } from "./coupons.ts";
import { users } from "./identity.ts";
import { orders } from "./orders.ts";

/** A coupon used in an order: reserved while the buyer pays, consumed when they have, else let go of. */
export const couponRedemptions = pgTable(
  "coupon_redemptions",
  {
    id: idColumn(),
    couponId: text("coupon_id")
      .notNull()
      .references(() => coupons.id),
    orderId: text("order_id")
      .notNull()
      .references(() => orders.id),
    userId: text("user_id").references(() => users.id),
    emailNormalised: text("email_normalised").notNull(),
    discountMinor: minorUnits("discount_minor").notNull(),
    currency: currencyColumn(),
    status: redemptionStatusEnum("status").notNull().default("reserved"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("coupon_redemptions_order_key").on(t.orderId).where(sql`status in ('reserved', 'consumed')`),
    index("coupon_redemptions_order_idx").on(t.orderId, t.createdAt.desc()),
    index("coupon_redemptions_coupon_idx").on(t.couponId, t.createdAt.desc(), t.id.desc()),
    index("coupon_redemptions_email_idx").on(t.couponId, t.emailNormalised),
    index("coupon_redemptions_user_idx").on(t.couponId, t.userId),
    check("coupon_redemptions_discount_check", sql`${t.discountMinor} >= 0`),
  ],
);
