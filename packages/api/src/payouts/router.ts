import { memberProcedure, permittedProcedure, router } from "../trpc.ts";
import { approveBatch, approvePayout, rejectPayout } from "./approve-payout.ts";
import { createBatch } from "./create-batch.ts";
import { checkResultFile, importResults } from "./import-results.ts";
import { getBatch, listBatches } from "./list-batches.ts";
import { getPayout, listPayouts } from "./list-payouts.ts";
import { listOwnPayees, listOwnPayouts } from "./read-own.ts";
import { setOwnAccount } from "./register-account.ts";
import { requestPayout } from "./request-payout.ts";
import * as s from "./schemas.ts";

const DONE = { done: true } as const;
const reader = permittedProcedure("payout:read");
const approver = permittedProcedure("payout:approve");

export const payoutsRouter = router({
  me: memberProcedure.output(s.ownPayeeList).query(async ({ ctx }) => ({ items: await listOwnPayees(ctx) })),
  mine: memberProcedure
    .input(s.listOwnInput)
    .output(s.ownPayoutPage)
    .query(({ ctx, input }) => listOwnPayouts(ctx, input)),
  setAccount: memberProcedure
    .input(s.setAccountInput)
    .output(s.payoutAccountAnswer)
    .mutation(({ ctx, input }) => setOwnAccount(ctx, input)),
  request: memberProcedure
    .meta({ access: "signed_in", idempotent: true })
    .input(s.requestInput)
    .output(s.requestAnswer)
    .mutation(({ ctx, input }) => requestPayout(ctx, input)),
  manage: router({
    list: reader
      .input(s.listPayoutsInput)
      .output(s.payoutPage)
      .query(({ ctx, input }) => listPayouts(ctx, input)),
    get: reader
      .input(s.payoutInput)
      .output(s.payoutDetail)
      .query(({ ctx, input }) => getPayout(ctx, input.payoutId)),
    batches: reader
      .input(s.listBatchesInput)
      .output(s.batchPage)
      .query(({ ctx, input }) => listBatches(ctx, input)),
    batch: reader
      .input(s.batchInput)
      .output(s.batchAnswer)
      .query(({ ctx, input }) => getBatch(ctx, input.batchId)),
    createBatch: approver
      .input(s.createBatchInput)
      .output(s.createBatchAnswer)
      .mutation(({ ctx, input }) => createBatch(ctx, input)),
    approveBatch: approver
      .input(s.batchInput)
      .output(s.approveBatchAnswer)
      .mutation(({ ctx, input }) => approveBatch(ctx, input.batchId)),
    approve: approver
      .input(s.payoutInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await approvePayout(ctx, input.payoutId);
        return DONE;
      }),
    checkResults: approver
      .input(s.resultFileInput)
      .output(s.checkedResults)
      .mutation(({ ctx, input }) => checkResultFile(ctx, input.csv)),
    importResults: approver
      .meta({ idempotent: true })
      .input(s.resultFileInput)
      .output(s.importedResults)
      .mutation(({ ctx, input }) => importResults(ctx, input.csv)),
    reject: approver
      .input(s.rejectInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await rejectPayout(ctx, input);
        return DONE;
      }),
  }),
});
