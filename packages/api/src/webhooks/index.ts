export { webhooksJobs } from "./jobs.ts";
export { webhooksRouter } from "./router.ts";
