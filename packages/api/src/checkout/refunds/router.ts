import { permittedProcedure, publicProcedure, router } from "../../trpc.ts";
import { cancelRefund } from "./cancel-refund.ts";
import { owedRefunds } from "./owed-refunds.ts";
import { offerReturn, previewReturn, returnLines } from "./own-refund.ts";
import { previewRefund } from "./preview-refund.ts";
import { refundHeldPayment } from "./refund-held.ts";
import { requestRefund } from "./request-refund.ts";
import * as s from "./schemas.ts";

const refunder = permittedProcedure("payment:refund");

export const refundsRouter = router({
  preview: refunder
    .input(s.previewRefundInput)
    .output(s.refundPreview)
    .query(({ ctx, input }) => previewRefund(ctx, input)),
  request: refunder
    .meta({ access: "payment:refund", limit: "staff", idempotent: true })
    .input(s.requestRefundInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => requestRefund(ctx, input)),
  requestHeld: refunder
    .meta({ access: "payment:refund", limit: "staff", idempotent: true })
    .input(s.refundHeldInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => refundHeldPayment(ctx, input)),
  cancel: refunder
    .input(s.refundInput)
    .output(s.refundCancelled)
    .mutation(({ ctx, input }) => cancelRefund(ctx, input.refundId)),
  owed: permittedProcedure("payment:read")
    .input(s.ownOrderInput)
    .output(s.owedRefunds)
    .query(({ ctx, input }) => owedRefunds(ctx, input.orderId)),
  /** For the buyer of an order: its owner, or whoever holds its token. */
  offer: publicProcedure
    .input(s.ownOrderInput)
    .output(s.returnOffer)
    .query(({ ctx, input }) => offerReturn(ctx, input.orderId)),
  previewReturn: publicProcedure
    .input(s.returnInput)
    .output(s.refundPreview)
    .query(({ ctx, input }) => previewReturn(ctx, input)),
  returnLines: publicProcedure
    .meta({ access: "anyone", idempotent: true })
    .input(s.returnInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => returnLines(ctx, input)),
});
