import { permittedProcedure, router } from "../trpc.ts";
import { searchAudit } from "./queries.ts";
import * as s from "./schemas.ts";

export const auditRouter = router({
  search: permittedProcedure("audit:read")
    .input(s.searchAuditInput)
    .output(s.auditPage)
    .query(({ ctx, input }) => searchAudit(ctx, input)),
});
