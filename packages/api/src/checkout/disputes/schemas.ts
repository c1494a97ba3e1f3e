import { moneySchema, pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";
import { gatewayName } from "../../payments/schemas.ts";

const disputeId = z.string().regex(/^dsp_[0-9a-z]{26}$/, "is not a dispute's id");
const disputeStatus = z.enum(["open", "won", "lost"]);

export const listDisputesInput = z.strictObject({ ...pageInput, status: disputeStatus.default("open") });
export type ListDisputesInput = z.infer<typeof listDisputesInput>;
export const disputeInput = z.strictObject({ id: disputeId });

export const disputeView = z.object({
  id: z.string(),
  gateway: gatewayName,
  gatewayDisputeId: z.string(),
  status: disputeStatus,
  orderId: z.string().nullable(),
  email: z.string().nullable(),
  titles: z.array(z.string()),
  amount: moneySchema,
  reason: z.string().nullable(),
  dueBy: z.date().nullable().describe("Until when the bank takes evidence."),
  evidenceSentAt: z.date().nullable(),
  createdAt: z.date(),
  page: z.string().nullable().describe("The gateway's own page of it."),
  takesEvidence: z.boolean().describe("Whether evidence can be sent from here."),
});
export type DisputeView = z.infer<typeof disputeView>;
export const disputePageOf = pageOf(disputeView);

export const submitEvidenceInput = z.strictObject({
  disputeId,
  explanation: z.string().trim().min(20).max(10_000).describe("Why the payment is good; the bank reads it."),
});
export const evidenceAnswer = z.object({ disputeId: z.string() });
