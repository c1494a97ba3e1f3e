export { reconciliationJobs } from "./jobs.ts";
export { reconcile } from "./reconcile.ts";
export { reconciliationRouter } from "./router.ts";
export { readRun, startReconciliation } from "./runs.ts";
