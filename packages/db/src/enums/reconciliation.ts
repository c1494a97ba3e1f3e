import { pgEnum } from "drizzle-orm/pg-core";

export const reconciliationStatusEnum = pgEnum("reconciliation_status", ["running", "finished", "failed"]);
export const findingSubjectEnum = pgEnum("finding_subject", ["payment", "refund", "dispute"]);
/** What differs between a gateway's statement and the books. */
export const findingKindEnum = pgEnum("finding_kind", [
  "missing_here",
  "missing_there",
  "amount_differs",
  "status_differs",
]);
/** `applied`: the gateway's word was taken over. `explained`: a person wrote why it is so. `gone`: it agrees by now. */
export const findingStatusEnum = pgEnum("finding_status", ["open", "applied", "explained", "gone"]);
