export { notificationsJobs } from "./jobs.ts";
export { notificationsRouter } from "./router.ts";
export type { MailRow, NotificationRow, Preference } from "./schemas.ts";
