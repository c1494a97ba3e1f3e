export { PAYOUT_INVARIANTS } from "./invariants.ts";
export { payoutsJobs } from "./jobs.ts";
export {
  accountFingerprint,
  blockPayee,
  type PayeeKind,
  type PayeeRef,
  registerPayee,
  unblockPayee,
} from "./payees.ts";
export { listOwnPayees } from "./read-own.ts";
export { type RecordedPayout, recordPayout } from "./record-payout.ts";
export { checkDestination, type Destination, payingGateways, pinAccount } from "./register-account.ts";
export { requestPayout } from "./request-payout.ts";
export { payoutsRouter } from "./router.ts";
