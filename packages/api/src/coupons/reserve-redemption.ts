import { tables } from "@stoa/db";
import { newId } from "@stoa/kit";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Order } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { CouponNotValid } from "./errors.ts";
import { isForPerson, isOpen } from "./terms.ts";

const { coupons, couponRedemptions } = tables;

/** The parts of an order that say which coupon it uses, and who uses it. */
export type CouponedOrder = Pick<
  Order,
  "id" | "couponId" | "userId" | "emailNormalised" | "discountMinor" | "currency"
>;

/**
 * Reserves one use of the order's coupon, if it has one. Others who want it wait until the transaction ends, so of any
 * number of orders at one moment exactly as many get through as there are uses left (T45); take it last. Throws
 * `CouponNotValid`.
 */
export async function reserveRedemption(ctx: TxContext, order: CouponedOrder): Promise<void> {
  if (order.couponId === null) return;
  const person = { userId: order.userId, email: order.emailNormalised };
  await waitInTurn(ctx, order.couponId);
  const [coupon] = await ctx.db
    .select({
      id: coupons.id,
      open: isOpen,
      uses: coupons.uses,
      maxRedemptions: coupons.maxRedemptions,
      perPerson: coupons.perPerson,
      holderUserId: coupons.holderUserId,
      holderEmail: coupons.holderEmail,
    })
    .from(coupons)
    .where(eq(coupons.id, order.couponId))
    // Not the whole key: every order that names the coupon holds that until it commits.
    .for("no key update");
  if (!coupon?.open || !isForPerson(coupon, person)) throw new CouponNotValid();
  if (coupon.maxRedemptions !== null && coupon.uses >= coupon.maxRedemptions) throw new CouponNotValid();
  if (coupon.perPerson !== null && (await usesOf(ctx, coupon.id, order)) >= coupon.perPerson) {
    throw new CouponNotValid();
  }
  await ctx.db.insert(couponRedemptions).values({
    id: newId("redemption", ctx.clock.now().getTime()),
    couponId: coupon.id,
    orderId: order.id,
    userId: order.userId,
    emailNormalised: order.emailNormalised,
    discountMinor: order.discountMinor,
    currency: order.currency,
  });
}

/**
 * Behind a lock whose waiters are served in turn: those who wait for a row that every commit replaces start over each
 * time. The bound on every statement bounds the wait too.
 */
async function waitInTurn(ctx: TxContext, couponId: string): Promise<void> {
  await ctx.db.execute(sql`select set_config('lock_timeout', current_setting('statement_timeout'), true),
    pg_advisory_xact_lock(hashtextextended(${`coupon:${couponId}`}, 0))`);
}

/** How often a person uses a coupon: by their account or their address. */
async function usesOf(ctx: TxContext, couponId: string, { userId, emailNormalised }: CouponedOrder): Promise<number> {
  const { couponId: ofCoupon, userId: byUser, emailNormalised: byAddress, status } = couponRedemptions;
  const byPerson = or(userId === null ? undefined : eq(byUser, userId), eq(byAddress, emailNormalised));
  const [row] = await ctx.db
    .select({ uses: sql<number>`count(*)::int` })
    .from(couponRedemptions)
    .where(and(eq(ofCoupon, couponId), byPerson, inArray(status, ["reserved", "consumed"])));
  return row?.uses ?? 0;
}
