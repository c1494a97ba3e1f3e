export { notificationsJobs } from "./jobs.ts";
export { notificationsRouter } from "./router.ts";
export type { MailRow, NotificationKind, NotificationRow, Preference } from "./schemas.ts";
