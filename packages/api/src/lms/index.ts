export * from "./errors.ts";
export { lmsJobs } from "./jobs.ts";
export { handOverLmsSync, requestLmsSyncs } from "./request-lms-sync.ts";
export { lmsRouter } from "./router.ts";
