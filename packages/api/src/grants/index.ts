export { grantsJobs } from "./jobs.ts";
export { openPools } from "./open-pools.ts";
export { grantsRouter } from "./router.ts";
export { returnAward, spendAward } from "./spend-award.ts";
