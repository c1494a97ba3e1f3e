import { permittedProcedure, router } from "../trpc.ts";
import { readOverview } from "./read-overview.ts";
import { overview, overviewInput } from "./schemas.ts";

export const reportingRouter = router({
  overview: permittedProcedure("report:read")
    .input(overviewInput)
    .output(overview)
    .query(({ ctx, input }) => readOverview(ctx, input)),
});
