export * from "./errors.ts";
export { lmsJobs } from "./jobs.ts";
export { handOverLmsSync, requestLmsSync } from "./request-lms-sync.ts";
export { lmsRouter } from "./router.ts";
