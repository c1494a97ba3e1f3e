export { awardsOfOrder } from "./awards-of-order.ts";
export { coverPool } from "./cover-pool.ts";
export { GRANT_INVARIANTS } from "./invariants.ts";
export { grantsJobs } from "./jobs.ts";
export { openPools } from "./open-pools.ts";
export { grantsRouter } from "./router.ts";
export { returnAward, spendAward } from "./spend-award.ts";
