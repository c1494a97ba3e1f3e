export { newCouponCode } from "./coupon-code.ts";
export type { CouponItem, UsableCoupon } from "./coupon-use.ts";
export { CouponNotValid } from "./errors.ts";
export { findUsableCoupon } from "./find-usable-coupon.ts";
export { issueCoupon } from "./issue-coupon.ts";
export { endCoupon } from "./move-coupon.ts";
export { reserveRedemption } from "./reserve-redemption.ts";
export { couponsRouter } from "./router.ts";
export { consumeRedemption, releaseRedemption, returnRedemption } from "./settle-redemption.ts";
