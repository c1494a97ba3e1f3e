export * from "./errors.ts";
export * from "./gateway.ts";
export * from "./registry.ts";
