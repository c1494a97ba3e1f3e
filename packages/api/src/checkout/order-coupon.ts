import { CouponNotValid, consumeRedemption, returnRedemption } from "../coupons/index.ts";
import { returnAward, spendAward } from "../grants/index.ts";
import { type Order, type OrderLine, readOrder } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { FulfilmentRefused } from "./errors.ts";

/**
 * The order's coupon is used up by its sale, and if a grant issued it, the grant's pool pays its part. A checkout that had
 * lapsed let go of its use; when that has gone elsewhere since, what was paid for cannot be handed over as ordered. Throws
 * `FulfilmentRefused`.
 */
export async function redeemCoupon(ctx: TxContext, order: Order): Promise<void> {
  if (order.couponId === null) return;
  try {
    await consumeRedemption(ctx, order);
  } catch (error) {
    throw error instanceof CouponNotValid ? new FulfilmentRefused("fulfilment_refused", order.couponId) : error;
  }
  await spendAward(ctx, { couponId: order.couponId, orderId: order.id, discountMinor: order.discountMinor });
}

/** What a grant had paid for one of these lines goes back to its pool, once they are given back whole. */
export async function giveBackAward(ctx: TxContext, order: Order, lines: readonly OrderLine[]): Promise<void> {
  const courseIds = lines.flatMap((line) => (line.kind === "course" ? line.subjectId : []));
  if (order.couponId === null || courseIds.length === 0) return;
  await returnAward(ctx, { orderId: order.id, courseIds });
}

/** The coupon's use counts no more, where its terms say so, once nothing of the order is left (T49). */
export async function giveBackCoupon(ctx: TxContext, order: Order): Promise<void> {
  if (order.couponId === null) return;
  const now = await readOrder(ctx, order.id);
  if (now.lines.every((line) => line.reversedAt !== null)) await returnRedemption(ctx, order);
}
