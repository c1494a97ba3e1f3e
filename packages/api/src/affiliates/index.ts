export { accrueCommissions, isReferred, type PaidSale } from "./accrue-commissions.ts";
export { attributeOrder } from "./attribute-order.ts";
export { clawBackCommissions, remainingOf, type SaleGivenBack } from "./claw-back-commissions.ts";
export { commissionsOfLines, type StandingCommission } from "./commissions-of-lines.ts";
export { freezeCommissions, thawCommissions } from "./freeze-commissions.ts";
export { AFFILIATE_INVARIANTS } from "./invariants.ts";
export { affiliatesJobs } from "./jobs.ts";
export { recordVisit } from "./record-visit.ts";
export { affiliatesRouter } from "./router.ts";
