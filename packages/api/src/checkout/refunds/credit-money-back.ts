import { together } from "@stoa/db";
import type { Money } from "@stoa/kit";
import { type Credit, issueCreditNote, type Order, readSeller, takeNumber } from "../../orders/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { queueMail } from "../../platform/mail.ts";
import { type Buyer, buyerOfOrder } from "../buyer.ts";
import { orderUrl } from "../hold-payment.ts";
import type { MoneyBackPlan } from "./plan-money-back.ts";

export interface Credited {
  order: Order;
  cause: Credit["cause"];
  /** What went back in all; more than is credited when a part of it paid a refund that had failed. */
  amount: Money;
  plan: MoneyBackPlan;
}

/**
 * Issues the credit note of what was undone of a sale, and mails the buyer of a refund what went back, what has ended
 * with it and where the note is. Every other credit note waits from the number to the commit, so it comes last.
 */
export async function creditMoneyBack(ctx: TxContext, credited: Credited): Promise<void> {
  const { order, cause, plan } = credited;
  const issuedAt = ctx.clock.now();
  const [seller, buyer] = await together([() => readSeller(ctx), () => buyerOfOrder(ctx, order)]);
  const number = await takeNumber(ctx, "STOA-CN", issuedAt);
  await together([
    () => issueCreditNote(ctx, order, { cause, lines: plan.lines }, { number, seller, issuedAt }),
    () => (cause.kind === "refund" ? mailRefund(ctx, credited, buyer, number) : Promise.resolve()),
  ]);
}

async function mailRefund(ctx: TxContext, { order, cause, amount, plan }: Credited, buyer: Buyer, number: string) {
  const ended = plan.lines.filter((line) => line.takenBack !== null && !line.takenBack.keptByAnother);
  const endedIds = new Set(ended.map((line) => line.lineId));
  await queueMail(ctx, {
    template: "refund-issued",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: {
      name: buyer.name,
      orderId: order.id,
      creditNoteNumber: number,
      amount,
      ended: order.lines.flatMap((line) => (endedIds.has(line.id) ? line.title : [])),
      orderUrl: orderUrl(ctx, order.id),
    },
    dedupeKey: `refund-issued:${cause.id}`,
  });
}
