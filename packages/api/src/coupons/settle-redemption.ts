import { tables } from "@stoa/db";
import { and, eq, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { type CouponedOrder, reserveRedemption } from "./reserve-redemption.ts";

const { coupons, couponRedemptions } = tables;

/**
 * The order is paid: its reservation becomes a use. One whose checkout had lapsed let go of it, and takes it again if it
 * still can. Throws `CouponNotValid` when it cannot. The caller holds the order.
 */
export async function consumeRedemption(ctx: TxContext, order: CouponedOrder): Promise<void> {
  if (order.couponId === null || (await moveRedemption(ctx, order.id, "reserved", "consumed"))) return;
  await reserveRedemption(ctx, order);
  await moveRedemption(ctx, order.id, "reserved", "consumed");
}

/** The order will not be paid: its reservation is free for others. */
export async function releaseRedemption(ctx: TxContext, order: CouponedOrder): Promise<void> {
  if (order.couponId === null) return;
  await moveRedemption(ctx, order.id, "reserved", "released");
}

/** Whether `returnRedemption` would give the order's use back. */
export async function returnsRedemption(ctx: Pick<TxContext, "db">, order: CouponedOrder): Promise<boolean> {
  if (order.couponId === null) return false;
  const rows = await ctx.db
    .select({ id: couponRedemptions.id })
    .from(couponRedemptions)
    .innerJoin(coupons, eq(coupons.id, couponRedemptions.couponId))
    .where(
      and(
        eq(couponRedemptions.orderId, order.id),
        eq(couponRedemptions.status, "consumed"),
        eq(coupons.returnsOnRefund, true),
      ),
    );
  return rows.length > 0;
}

/** The order has been given back whole: its use counts no more, where the coupon's terms say so (T49). */
export async function returnRedemption(ctx: TxContext, order: CouponedOrder): Promise<void> {
  if (order.couponId === null) return;
  const [coupon] = await ctx.db
    .select({ returns: coupons.returnsOnRefund })
    .from(coupons)
    .where(eq(coupons.id, order.couponId));
  if (coupon?.returns) await moveRedemption(ctx, order.id, "consumed", "returned");
}

/** Whether there was one to move. */
async function moveRedemption(
  ctx: TxContext,
  orderId: string,
  from: "reserved" | "consumed",
  to: "consumed" | "released" | "returned",
): Promise<boolean> {
  const moved = await ctx.db
    .update(couponRedemptions)
    .set({ status: to, updatedAt: sql`now()` })
    .where(and(eq(couponRedemptions.orderId, orderId), eq(couponRedemptions.status, from)))
    .returning({ id: couponRedemptions.id });
  return moved.length > 0;
}
