import { permittedProcedure, publicFormProcedure, publicProcedure, router } from "../trpc.ts";
import { acceptReview, closeReview } from "./decide-review.ts";
import { disputesRouter } from "./disputes/router.ts";
import { confirmFreeOrder } from "./free-order.ts";
import { confirmReturn } from "./look-up-checkout.ts";
import { previewQuote } from "./preview-quote.ts";
import { recordRepayment } from "./record-repayment.ts";
import { refundsRouter } from "./refunds/router.ts";
import * as s from "./schemas.ts";
import { startCheckout } from "./start-checkout.ts";

const reviewer = permittedProcedure("payment:review");

export const checkoutRouter = router({
  quote: publicProcedure
    .input(s.quoteInput)
    .output(s.quoteAnswer)
    .query(({ ctx, input }) => previewQuote(ctx, input)),
  start: publicFormProcedure({ action: "checkout", whenUnavailable: "allow" })
    .meta({
      access: "anyone",
      limit: "checkout",
      idempotent: true,
      openapi: {
        method: "POST",
        path: "/checkouts",
        tags: ["Checkout"],
        summary: "Start a purchase; pay at `redirectUrl`",
        description:
          "Where a captcha is set up, a guest sends the token of its widget (action `checkout`) as `X-Captcha-Token`.",
      },
    })
    .input(s.startCheckoutInput)
    .output(s.startCheckoutAnswer)
    .mutation(({ ctx, input }) => startCheckout(ctx, input)),
  confirmReturn: publicProcedure
    .input(s.checkoutInput)
    .output(s.checkoutProgress)
    .mutation(({ ctx, input }) => confirmReturn(ctx, input.orderId)),
  confirmFree: publicProcedure
    .meta({ access: "anyone", limit: "token" })
    .input(s.confirmFreeInput)
    .output(s.checkoutInput)
    .mutation(({ ctx, input }) => confirmFreeOrder(ctx, input.token)),
  refunds: refundsRouter,
  disputes: disputesRouter,
  recordRepayment: permittedProcedure("payment:refund")
    .input(s.recordRepaymentInput)
    .output(s.repaymentAnswer)
    .mutation(({ ctx, input }) => recordRepayment(ctx, input)),
  acceptReview: reviewer
    .input(s.reviewInput)
    .output(s.reviewAnswer)
    .mutation(({ ctx, input }) => acceptReview(ctx, input.reviewId)),
  closeReview: reviewer
    .input(s.closeReviewInput)
    .output(s.reviewAnswer)
    .mutation(({ ctx, input }) => closeReview(ctx, input)),
});
