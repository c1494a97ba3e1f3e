export { auditRouter } from "./router.ts";
export type { AuditRow } from "./schemas.ts";
