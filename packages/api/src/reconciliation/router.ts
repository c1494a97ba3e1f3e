import { permittedProcedure, router } from "../trpc.ts";
import { getRun, listFindings, listRuns } from "./queries.ts";
import { applyFinding, explainFinding } from "./resolve-finding.ts";
import { startReconciliation } from "./runs.ts";
import * as s from "./schemas.ts";

const reader = permittedProcedure("reconciliation:read");
const resolver = permittedProcedure("reconciliation:resolve");

export const reconciliationRouter = router({
  runs: reader
    .input(s.listRunsInput)
    .output(s.runPage)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  run: reader
    .input(s.runInput)
    .output(s.runView)
    .query(({ ctx, input }) => getRun(ctx, input.id)),
  findings: reader
    .input(s.listFindingsInput)
    .output(s.findingPage)
    .query(({ ctx, input }) => listFindings(ctx, input)),
  start: resolver
    .input(s.startInput)
    .output(s.started)
    .mutation(({ ctx, input }) => startReconciliation(ctx, input)),
  takeOver: resolver
    .input(s.findingInput)
    .output(s.resolved)
    .mutation(({ ctx, input }) => applyFinding(ctx, input.id)),
  explain: resolver
    .input(s.explainInput)
    .output(s.resolved)
    .mutation(({ ctx, input }) => explainFinding(ctx, input)),
});
