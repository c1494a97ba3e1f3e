export { collectUndelivered } from "./collect-undelivered.ts";
export { reconciliationJobs } from "./jobs.ts";
export { watchCheckouts } from "./watch-checkouts.ts";
