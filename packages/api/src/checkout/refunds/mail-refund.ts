import { type Currency, money } from "@stoa/kit";
import type { Order } from "../../orders/index.ts";
import type { Refund } from "../../payments/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { queueMail } from "../../platform/mail.ts";
import type { Undone } from "../book-money-back.ts";
import { buyerOfOrder } from "../buyer.ts";
import { orderUrl } from "../hold-payment.ts";

/** Tells the buyer what has gone back and what has ended with it, and where the credit note is; once a refund. */
export async function mailRefund(
  ctx: TxContext,
  { order, refund, undone }: { order: Order; refund: Refund; undone: Undone },
): Promise<void> {
  const buyer = await buyerOfOrder(ctx, order);
  const ended = undone.plan.lines.filter((line) => line.takenBack !== null && !line.takenBack.keptByAnother);
  const endedIds = new Set(ended.map((line) => line.lineId));
  await queueMail(ctx, {
    template: "refund-issued",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: {
      name: buyer.name,
      orderId: order.id,
      creditNoteNumber: undone.creditNote,
      amount: money(refund.amountMinor, refund.currency as Currency),
      ended: order.lines.flatMap((line) => (endedIds.has(line.id) ? line.title : [])),
      orderUrl: orderUrl(ctx, order.id),
    },
    dedupeKey: `refund-issued:${refund.id}`,
  });
}
