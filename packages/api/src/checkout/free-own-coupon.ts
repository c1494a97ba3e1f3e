import { GatewayOutcomeUnknown, GatewayUnavailable } from "@stoa/payments";
import { CouponNotValid } from "../coupons/index.ts";
import { openOrdersWithCoupon, type PricedOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";
import type { Buyer } from "./buyer.ts";
import { withdrawCheckout } from "./look-up-checkout.ts";

/**
 * Places an order. When its coupon has no use left because the same buyer began another checkout with it, be it by another
 * gateway or of another cart, that one is closed and the order placed after all. A guest is the same buyer by the token
 * of the other order alone.
 */
export async function withOwnCouponFreed<Placed>(
  ctx: Context,
  { buyer, priced }: { buyer: Buyer; priced: PricedOrder },
  place: () => Promise<Placed>,
): Promise<Placed> {
  try {
    return await place();
  } catch (error) {
    if (!(error instanceof CouponNotValid) || priced.coupon === null) throw error;
    const orderToken = ctx.request?.orderToken ?? null;
    const couponId = priced.coupon.id;
    const others = await openOrdersWithCoupon(ctx, { userId: buyer.userId, orderToken, couponId });
    if (others.length === 0) throw error;
    for (const orderId of others) await letGo(ctx, orderId);
    return place();
  }
}

/** Where the gateway gives no answer the order stays as it is, and so does its use of the coupon. */
async function letGo(ctx: Context, orderId: string): Promise<void> {
  try {
    await withdrawCheckout(ctx, orderId);
  } catch (error) {
    if (!(error instanceof GatewayOutcomeUnknown || error instanceof GatewayUnavailable)) throw error;
    ctx.log.warn({ err: error, orderId }, "an open checkout could not be closed; it keeps its coupon until it lapses");
  }
}
