import { type Money, money } from "@stoa/kit";
import { CouponNotValid, findUsableCoupon } from "../../coupons/index.ts";
import type { Context } from "../../platform/context.ts";
import type { Buyer } from "../buyer.ts";
import type { Offer } from "../product-kind.ts";

export interface CodeOnCart {
  code: string;
  buyer: Buyer;
  /** What of the cart is for sale. */
  offers: readonly Offer[];
}

/** What a code takes off a cart, a sum a currency, as each currency is bought by itself; empty when it is not valid. */
export async function cartDiscounts(ctx: Context, { code, buyer, offers }: CodeOnCart): Promise<Money[]> {
  const discounts: Money[] = [];
  for (const [currency, together] of Map.groupBy(offers, (offer) => offer.unit.currency)) {
    const items = together.map((offer) => ({ ...offer, amountMinor: offer.unit.amount * offer.quantity }));
    try {
      const coupon = await findUsableCoupon(ctx, { code, person: buyer, currency, items });
      const off = coupon.discounts.reduce((sum, discount) => sum + discount, 0);
      discounts.push(money(off, currency));
    } catch (error) {
      if (!(error instanceof CouponNotValid)) throw error;
    }
  }
  return discounts;
}
