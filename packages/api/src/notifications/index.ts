export { notificationsJobs } from "./jobs.ts";
export { type Notification, notify, wantsMail } from "./notify.ts";
export { notificationsRouter } from "./router.ts";
export type { MailRow, NotificationKind, NotificationRow, Preference } from "./schemas.ts";
