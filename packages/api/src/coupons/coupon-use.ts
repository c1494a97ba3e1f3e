import type { Currency } from "@stoa/kit";
import type { PricedLine } from "../orders/index.ts";

/** Who uses a coupon: an account, a guest's address, or a visitor's empty one, which only codes for anybody fit. */
export interface CouponPerson {
  userId: string | null;
  email: string;
}

/** A line that a coupon may lower. */
export interface CouponItem {
  kind: PricedLine["kind"];
  subjectId: string;
  /** Whose it is, for coupons of one instructor; null for what has no seller. */
  sellerId: string | null;
  amountMinor: number;
}

/** A code, tried on what somebody buys. */
export interface CouponTry {
  code: string;
  person: CouponPerson;
  currency: Currency;
  items: readonly CouponItem[];
}

/** A coupon that fits, and what it takes off each item, in their order. */
export interface UsableCoupon {
  id: string;
  code: string;
  discounts: number[];
}
