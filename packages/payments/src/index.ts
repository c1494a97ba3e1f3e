export { disputePage } from "./dispute-page.ts";
export * from "./errors.ts";
export * from "./gateway.ts";
export * from "./registry.ts";
