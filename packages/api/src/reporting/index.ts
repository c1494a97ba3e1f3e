export { reportingJobs } from "./jobs.ts";
export { reportingRouter } from "./router.ts";
