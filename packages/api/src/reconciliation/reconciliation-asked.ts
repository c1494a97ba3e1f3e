import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const payload = z.strictObject({ reconciliationId: z.string() });

/** A gateway's statement is to be compared with the books. */
export const reconciliationAsked: Enqueueable<typeof payload> = {
  name: "reconciliation.reconcile",
  queue: "reconciliation",
  payload,
};
