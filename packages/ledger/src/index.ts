export * from "./chart.ts";
export * from "./codes.ts";
export * from "./errors.ts";
export type { ActorKind, LedgerContext, LedgerTransaction } from "./ledger-context.ts";
export { type Entry, postEntry, type Transfer } from "./post-entry.ts";
export type { PostedEntry } from "./record-entry.ts";
