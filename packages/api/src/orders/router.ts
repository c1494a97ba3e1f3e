import { memberProcedure, permittedProcedure, publicProcedure, router } from "../trpc.ts";
import { creditNotePdf, listCreditNotes } from "./credit-notes.ts";
import { followOrder } from "./follow-order.ts";
import { getOrder } from "./get-order.ts";
import { listAllOrders, listOrders } from "./list-orders.ts";
import { orderTimeline } from "./order-timeline.ts";
import { receiptPdf } from "./receipt-pdf.ts";
import { listReviews } from "./reviews.ts";
import * as s from "./schemas.ts";

const staff = permittedProcedure("order:read");
const pdfAnswer = ({ fileName, body }: { fileName: string; body: Buffer }) => {
  return { fileName, contentType: "application/pdf" as const, base64: body.toString("base64") };
};

export const ordersRouter = router({
  get: publicProcedure
    .meta({
      access: "anyone",
      openapi: {
        method: "GET",
        path: "/orders/{id}",
        tags: ["Orders"],
        summary: "One order, for its owner or with its X-Order-Token",
      },
    })
    .input(s.orderInput)
    .output(s.orderView)
    .query(({ ctx, input }) => getOrder(ctx, input.id)),
  status: publicProcedure
    .input(s.orderInput)
    .output(s.orderProgress)
    .query(({ ctx, input }) => followOrder(ctx, input.id)),
  receipt: publicProcedure
    .input(s.orderInput)
    .output(s.receiptAnswer)
    .query(async ({ ctx, input }) => pdfAnswer(await receiptPdf(ctx, input.id))),
  creditNotes: publicProcedure
    .input(s.orderInput)
    .output(s.creditNoteList)
    .query(({ ctx, input }) => listCreditNotes(ctx, input.id)),
  creditNote: publicProcedure
    .input(s.creditNoteInput)
    .output(s.receiptAnswer)
    .query(async ({ ctx, input }) => pdfAnswer(await creditNotePdf(ctx, input))),
  list: memberProcedure
    .input(s.listOrdersInput)
    .output(s.orderPage)
    .query(({ ctx, input }) => listOrders(ctx, input)),
  listAll: staff
    .input(s.listAllOrdersInput)
    .output(s.orderPage)
    .query(({ ctx, input }) => listAllOrders(ctx, input)),
  timeline: staff
    .input(s.orderInput)
    .output(s.timeline)
    .query(({ ctx, input }) => orderTimeline(ctx, input.id)),
  reviews: permittedProcedure("payment:review")
    .input(s.listReviewsInput)
    .output(s.reviewPage)
    .query(({ ctx, input }) => listReviews(ctx, input)),
});
