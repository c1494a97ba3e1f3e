import { defineJob } from "@stoa/jobs";
import { MINUTE_MS } from "@stoa/kit";
import { z } from "zod";
import type { Context } from "../platform/context.ts";
import { FACTS } from "../platform/facts.ts";
import { refundToPursue } from "./refunds/refund-to-pursue.ts";

const ofOrder = z.object({ orderId: z.string() });
const ofEvent = z.object({
  gateway: z.enum(["stripe", "dodo", "razorpay", "paypal", "paystack"]),
  eventId: z.string(),
});
const nothing = z.object({});
const ofPerson = z.object({ userId: z.string() });

/** The gateway may answer minutes later; each run asks under the key of the first. */
export const openCheckoutJob = defineJob<Context, typeof ofOrder>({
  name: "checkout.open_checkout",
  queue: "webhooks",
  payload: ofOrder,
  attempts: 12,
  run: async () => {
    const { openCheckout } = await import("./open-checkout.ts");
    return (ctx, { orderId }) => openCheckout(ctx, orderId);
  },
});

/** Sends a refund, or asks what became of it; each run under the key of the first. */
const pursueRefundJob = defineJob<Context, typeof refundToPursue.payload>({
  ...refundToPursue,
  attempts: 12,
  run: async () => {
    const { pursueRefund } = await import("./refunds/pursue-refund.ts");
    return (ctx, { refundId }, fence) => pursueRefund(ctx, refundId, fence);
  },
});

const sweepRefundsJob = defineJob<Context, typeof nothing>({
  name: "checkout.sweep_refunds",
  queue: "maintenance",
  payload: nothing,
  schedule: { everyMs: MINUTE_MS },
  effect: async () => {
    const { sweepRefunds } = await import("./refunds/sweep-refunds.ts");
    return (ctx) => sweepRefunds(ctx);
  },
});

/** `payments` says that an event lies in the inbox; what it means for orders is decided here. */
const handleEventJob = defineJob<Context, typeof ofEvent>({
  name: "payments.handle_event",
  queue: "webhooks",
  payload: ofEvent,
  run: async () => {
    const { handleEvent } = await import("./handle-event.ts");
    return (ctx, key, fence) => handleEvent(ctx, key, fence);
  },
});

/** What follows from a paid order for its buyer inside Stoa. */
const orderPaidJob = defineJob<Context, typeof ofOrder>({
  name: "checkout.order_paid",
  queue: "notifications",
  payload: ofOrder,
  effect: async () => {
    const { followUpSale } = await import("./follow-up-sale.ts");
    return (ctx, { orderId }) => followUpSale(ctx, orderId);
  },
});

/** `identity` says that an address has been proved; purchases made under it as a guest join the account. */
const joinPurchasesJob = defineJob<Context, typeof ofPerson>({
  name: FACTS.emailVerified.name,
  queue: FACTS.emailVerified.queue,
  payload: ofPerson,
  effect: async () => {
    const { joinGuestPurchases } = await import("./join-purchases.ts");
    return (ctx, { userId }) => joinGuestPurchases(ctx, userId);
  },
});

export const checkoutJobs = [
  pursueRefundJob,
  sweepRefundsJob,
  openCheckoutJob,
  handleEventJob,
  orderPaidJob,
  joinPurchasesJob,
];
