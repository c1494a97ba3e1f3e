import type { MailData } from "@stoa/email";
import { issueClaimLink } from "../identity/index.ts";
import { giftShareOf, type Order, totalOf } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import type { Buyer } from "./buyer.ts";
import { orderUrl } from "./hold-payment.ts";

export interface Receipt {
  order: Order;
  buyer: Buyer;
  invoiceNumber: string;
  paidAt: Date;
  claimUrl: string | null;
}

/** A guest finds in the receipt the link that joins the purchase to an account. */
export async function claimLinkFor(ctx: TxContext, order: Order, buyer: Buyer): Promise<string | null> {
  return buyer.userId === null ? issueClaimLink(ctx, { email: order.email, orderId: order.id }) : null;
}

/** The one receipt of an order. */
export async function sendReceipt(ctx: TxContext, receipt: Receipt): Promise<void> {
  const { order, buyer } = receipt;
  await queueMail(ctx, {
    template: "order-receipt",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: receiptData(ctx, receipt),
    dedupeKey: `order-receipt:${order.id}`,
  });
}

function receiptData(
  ctx: TxContext,
  { order, buyer, invoiceNumber, paidAt, claimUrl }: Receipt,
): MailData["order-receipt"] {
  const amount = (minor: number) => ({ amount: minor, currency: order.currency });
  const inclusive = order.taxMode === "inclusive";
  return {
    name: buyer.name,
    orderId: order.id,
    invoiceNumber,
    at: paidAt.toISOString(),
    timeZone: buyer.timeZone,
    lines: order.lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      amount: amount(inclusive ? line.totalMinor : line.totalMinor - line.taxMinor),
      url: null,
    })),
    tax:
      order.taxMinor === 0 ? null : { amount: amount(order.taxMinor), rateBps: order.taxRateBps, included: inclusive },
    total: totalOf(order),
    gift: giftShareOf(order.lines),
    orderUrl: orderUrl(ctx, order.id),
    lmsPending: false,
    claimUrl,
  };
}
