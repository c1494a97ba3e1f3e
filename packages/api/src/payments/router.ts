import { permittedProcedure, router } from "../trpc.ts";
import { getInboxEvent, listInbox, replayEvent } from "./inbox.ts";
import { paymentsOfOrder } from "./list-payments.ts";
import { listRefunds } from "./list-refunds.ts";
import * as s from "./schemas.ts";

const reader = permittedProcedure("webhook:read");

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
  refunds: permittedProcedure("payment:read")
    .input(s.listRefundsInput)
    .output(s.refundPage)
    .query(({ ctx, input }) => listRefunds(ctx, input)),
  ofOrder: permittedProcedure("payment:read")
    .input(s.paymentsOfOrderInput)
    .output(s.paymentsOfOrder)
    .query(({ ctx, input }) => paymentsOfOrder(ctx, input.orderId)),
});
