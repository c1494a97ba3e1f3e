export { cartRouter } from "./cart/router.ts";
export { SALE_INVARIANTS } from "./invariants.ts";
export { checkoutJobs } from "./jobs.ts";
export { lookUpCheckout } from "./look-up-checkout.ts";
export { recordRefund } from "./record-refund.ts";
export { checkoutRouter } from "./router.ts";
export { settlePayment } from "./settle-payment.ts";
export { takeGatewaysWord } from "./take-gateways-word.ts";
