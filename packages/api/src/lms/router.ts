import { z } from "zod";
import { memberProcedure, permittedProcedure, router } from "../trpc.ts";
import { listOwnPlaces } from "./list-own-places.ts";
import { listLmsSyncs, lmsHealthNow } from "./queries.ts";
import { retryLmsSync } from "./request-lms-sync.ts";
import { retryFailedSyncs } from "./retry-failed-syncs.ts";
import * as s from "./schemas.ts";

const reader = permittedProcedure("lms:read");

export const lmsRouter = router({
  mine: memberProcedure.output(s.ownPlaceList).query(async ({ ctx }) => ({ items: await listOwnPlaces(ctx) })),
  syncs: reader
    .input(s.listSyncsInput)
    .output(s.lmsSyncPage)
    .query(({ ctx, input }) => listLmsSyncs(ctx, input)),
  health: reader
    .input(z.strictObject({}).optional())
    .output(s.lmsHealth)
    .query(({ ctx }) => lmsHealthNow(ctx)),
  retry: permittedProcedure("lms:manage")
    .input(s.syncInput)
    .output(s.retryAnswer)
    .mutation(({ ctx, input }) => retryLmsSync(ctx, input.syncId)),
  retryFailed: permittedProcedure("lms:manage")
    .output(s.retryFailedAnswer)
    .mutation(({ ctx }) => retryFailedSyncs(ctx)),
});
