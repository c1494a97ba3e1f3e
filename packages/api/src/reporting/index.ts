export { reportingJobs } from "./jobs.ts";
export { reportingRouter } from "./router.ts";
export { brokenInvariants } from "./run-invariants.ts";
