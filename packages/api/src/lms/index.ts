export * from "./errors.ts";
export { lmsJobs } from "./jobs.ts";
export { requestLmsSync } from "./request-lms-sync.ts";
export { lmsRouter } from "./router.ts";
