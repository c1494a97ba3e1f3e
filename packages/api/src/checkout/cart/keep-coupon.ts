import { keepCoupon, readCart } from "../../carts/index.ts";
import { CouponNotValid, normaliseCode } from "../../coupons/index.ts";
import type { Context } from "../../platform/context.ts";
import { takeCodeCheck } from "../quote-order.ts";
import { cartDiscounts } from "./cart-coupon.ts";
import { isForSale, offersOfCart } from "./view-cart.ts";

/**
 * Keeps a code with the caller's cart when it is valid for what is in it; null forgets the one that was kept. A code that
 * is refused leaves the cart as it was. Bounded like every try of a code (T46). Throws `CouponNotValid` and
 * `TooManyRequests`.
 */
export async function keepCartCoupon(ctx: Context, code: string | null): Promise<void> {
  if (code === null) return keepCoupon(ctx, null);
  await takeCodeCheck(ctx);
  const cart = await readCart(ctx);
  if (cart === null) throw new CouponNotValid();
  const { buyer, offered } = await offersOfCart(ctx, cart);
  const discounts = await cartDiscounts(ctx, { code, buyer, offers: offered.filter(isForSale) });
  if (discounts.length === 0) throw new CouponNotValid();
  await keepCoupon(ctx, normaliseCode(code));
}
