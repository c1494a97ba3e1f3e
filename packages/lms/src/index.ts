export * from "./errors.ts";
export { createFrappeLms } from "./frappe/frappe-lms.ts";
export type * from "./lms.ts";
