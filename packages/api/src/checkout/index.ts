export { AlreadyOwned, CourseNotForSale, LinkNotValid } from "./errors.ts";
export { SALE_INVARIANTS } from "./invariants.ts";
export { checkoutJobs } from "./jobs.ts";
export { joinGuestPurchases } from "./join-purchases.ts";
export { lookUpCheckout } from "./look-up-checkout.ts";
export { openCheckout } from "./open-checkout.ts";
export { checkoutRouter } from "./router.ts";
export { type Settlement, type SucceededPayment, settlePayment } from "./settle-payment.ts";
