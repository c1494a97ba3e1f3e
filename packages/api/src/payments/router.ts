import { type ProcedureMeta, permittedProcedure, router } from "../trpc.ts";
import { getInboxEvent, listInbox, replayEvent } from "./inbox.ts";
import { paymentsOfOrder } from "./list-payments.ts";
import { listRefunds, readRefund } from "./list-refunds.ts";
import * as s from "./schemas.ts";

const reader = permittedProcedure("webhook:read");
const treasurer = permittedProcedure("payment:read");

function rest(path: `/${string}`, summary: string): ProcedureMeta {
  return { openapi: { method: "GET", path, tags: ["Refunds"], summary } };
}

export const paymentsRouter = router({
  inbox: reader
    .input(s.listInboxInput)
    .output(s.inboxPage)
    .query(({ ctx, input }) => listInbox(ctx, input)),
  inboxEvent: reader
    .input(s.inboxKey)
    .output(s.inboxEventDetail)
    .query(({ ctx, input }) => getInboxEvent(ctx, input)),
  replay: permittedProcedure("webhook:replay")
    .input(s.inboxKey)
    .output(s.replayAnswer)
    .mutation(({ ctx, input }) => replayEvent(ctx, input)),
  refunds: treasurer
    .meta(rest("/refunds", "Refunds, the newest first; all, by status, or of one order"))
    .input(s.listRefundsInput)
    .output(s.refundPage)
    .query(({ ctx, input }) => listRefunds(ctx, input)),
  refund: treasurer
    .meta(rest("/refunds/{id}", "One refund: how it stands, and what it gives back"))
    .input(s.refundInput)
    .output(s.refundView)
    .query(({ ctx, input }) => readRefund(ctx, input.id)),
  ofOrder: treasurer
    .input(s.paymentsOfOrderInput)
    .output(s.paymentsOfOrder)
    .query(({ ctx, input }) => paymentsOfOrder(ctx, input.orderId)),
});
