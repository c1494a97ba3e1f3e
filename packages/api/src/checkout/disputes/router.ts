import { permittedProcedure, router } from "../../trpc.ts";
import { listDisputes, readDispute } from "./list-disputes.ts";
import * as s from "./schemas.ts";
import { submitEvidence } from "./submit-evidence.ts";

const reader = permittedProcedure("payment:read");

export const disputesRouter = router({
  list: reader
    .input(s.listDisputesInput)
    .output(s.disputePageOf)
    .query(({ ctx, input }) => listDisputes(ctx, input)),
  get: reader
    .input(s.disputeInput)
    .output(s.disputeView)
    .query(({ ctx, input }) => readDispute(ctx, input.id)),
  submitEvidence: permittedProcedure("payment:review")
    .input(s.submitEvidenceInput)
    .output(s.evidenceAnswer)
    .mutation(({ ctx, input }) => submitEvidence(ctx, input)),
});
