import { csvAnswer } from "../platform/csv.ts";
import { permittedProcedure, router } from "../trpc.ts";
import { exportAudit } from "./export-audit.ts";
import { searchAudit } from "./queries.ts";
import * as s from "./schemas.ts";

export const auditRouter = router({
  search: permittedProcedure("audit:read")
    .input(s.searchAuditInput)
    .output(s.auditPage)
    .query(({ ctx, input }) => searchAudit(ctx, input)),
  /** A mutation, because it writes an entry of its own. */
  export: permittedProcedure("audit:export")
    .input(s.exportAuditInput)
    .output(csvAnswer)
    .mutation(({ ctx, input }) => exportAudit(ctx, input)),
});
