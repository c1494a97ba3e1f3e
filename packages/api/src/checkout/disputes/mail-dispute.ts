import type { MailData } from "@stoa/email";
import type { Money } from "@stoa/kit";
import type { Order } from "../../orders/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { queueMail } from "../../platform/mail.ts";
import { wantsMail } from "../../platform/notify.ts";
import { buyerOfOrder } from "../buyer.ts";
import { orderUrl } from "../hold-payment.ts";

export interface DisputeToTell {
  id: string;
  amount: Money;
  state: MailData["payment-disputed"]["state"];
}

/**
 * Writes to the buyer what a dispute means for them: once while it is open, once when it is decided. A member who wants no
 * mail of disputes gets none.
 */
export async function mailDispute(ctx: TxContext, order: Order | null, { id, ...told }: DisputeToTell): Promise<void> {
  if (order === null) return;
  const buyer = await buyerOfOrder(ctx, order);
  if (buyer.userId !== null && !(await wantsMail(ctx, buyer.userId, "payment_disputed"))) return;
  await queueMail(ctx, {
    template: "payment-disputed",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: { name: buyer.name, orderId: order.id, orderUrl: orderUrl(ctx, order.id), ...told },
    dedupeKey: `payment-disputed:${told.state}:${id}`,
  });
}
