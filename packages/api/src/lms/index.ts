export * from "./errors.ts";
export { lmsJobs } from "./jobs.ts";
export { type LmsSyncRequest, requestLmsSync, retryLmsSync } from "./request-lms-sync.ts";
export { lmsRouter } from "./router.ts";
