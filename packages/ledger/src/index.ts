export * from "./availability.ts";
export { type AccountBalance, type AccountRef, balanceOf, balancesOf } from "./balance.ts";
export * from "./chart.ts";
export * from "./codes.ts";
export * from "./errors.ts";
export * from "./fold.ts";
export { lockAvailable } from "./funds.ts";
export * from "./hold.ts";
export {
  type Breach,
  breachesOf,
  type Invariant,
  LEDGER_INVARIANTS,
  runLedgerInvariants,
} from "./invariants.ts";
export * from "./journal.ts";
export type { ActorKind, LedgerContext, LedgerTransaction } from "./ledger-context.ts";
export * from "./post-entry.ts";
export * from "./prove-statement.ts";
export type { PostedEntry } from "./record-entry.ts";
export * from "./reverse.ts";
export { sealEntries } from "./seal.ts";
export * from "./statement.ts";
export * from "./verify-chain.ts";
