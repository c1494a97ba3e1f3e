import { type ProcedureMeta, permittedProcedure, publicProcedure, router } from "../../trpc.ts";
import { cancelRefund } from "./cancel-refund.ts";
import { owedRefunds } from "./owed-refunds.ts";
import { offerReturn, previewReturn, returnLines } from "./own-refund.ts";
import { previewRefund } from "./preview-refund.ts";
import { refundHeldPayment } from "./refund-held.ts";
import { requestRefund } from "./request-refund.ts";
import * as s from "./schemas.ts";

const refunder = permittedProcedure("payment:refund");

function rest(method: "GET" | "POST", path: `/${string}`, summary: string): ProcedureMeta {
  return { openapi: { method, path, tags: ["Refunds"], summary } };
}

export const refundsRouter = router({
  preview: refunder
    .meta(rest("POST", "/orders/{orderId}/refunds/preview", "Every effect of a refund, before it is asked for"))
    .input(s.previewRefundInput)
    .output(s.refundPreview)
    .query(({ ctx, input }) => previewRefund(ctx, input)),
  request: refunder
    .meta({
      idempotent: true,
      ...rest("POST", "/orders/{orderId}/refunds", "Refund all that is left, an amount, or lines; follow it by its id"),
    })
    .input(s.requestRefundInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => requestRefund(ctx, input)),
  requestHeld: refunder
    .meta({ idempotent: true })
    .input(s.refundHeldInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => refundHeldPayment(ctx, input)),
  cancel: refunder
    .meta(rest("POST", "/refunds/{refundId}/cancel", "Call off a refund that the gateway was not asked for yet"))
    .input(s.refundInput)
    .output(s.refundCancelled)
    .mutation(({ ctx, input }) => cancelRefund(ctx, input.refundId)),
  owed: permittedProcedure("payment:read")
    .input(s.ownOrderInput)
    .output(s.owedRefunds)
    .query(({ ctx, input }) => owedRefunds(ctx, input.orderId)),
  /** For the buyer of an order: its owner, or whoever holds its token. */
  offer: publicProcedure
    .meta(rest("GET", "/orders/{orderId}/returns", "What its buyer may give back by themselves, and why the rest not"))
    .input(s.ownOrderInput)
    .output(s.returnOffer)
    .query(({ ctx, input }) => offerReturn(ctx, input.orderId)),
  previewReturn: publicProcedure
    .meta(rest("POST", "/orders/{orderId}/returns/preview", "What follows if the buyer gives these lines back"))
    .input(s.returnInput)
    .output(s.refundPreview)
    .query(({ ctx, input }) => previewReturn(ctx, input)),
  returnLines: publicProcedure
    .meta({
      idempotent: true,
      ...rest("POST", "/orders/{orderId}/returns", "Give lines back, for the order's owner or with its X-Order-Token"),
    })
    .input(s.returnInput)
    .output(s.requestedRefund)
    .mutation(({ ctx, input }) => returnLines(ctx, input)),
});
