export * from "./errors.ts";
export { createFrappeLms, type FrappeLmsConfig } from "./frappe/frappe-lms.ts";
export type * from "./lms.ts";
