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
  const titles = order.lines.flatMap((line) => (endedIds.has(line.id) ? line.title : []));
  await mailMoneyBack(ctx, { order, buyer, refundId: cause.id, amount, creditNoteNumber: number, ended: titles });
}

/** Mails the buyer of a held payment that went back: it never was a sale, so there is no credit note and nothing ends. */
export async function mailHeldRefund(
  ctx: TxContext,
  { order, refundId, amount }: { order: Order; refundId: string; amount: Money },
): Promise<void> {
  const buyer = await buyerOfOrder(ctx, order);
  await mailMoneyBack(ctx, { order, buyer, refundId, amount, creditNoteNumber: null, ended: [] });
}

interface MoneyBackMail {
  order: Order;
  buyer: Buyer;
  refundId: string;
  amount: Money;
  creditNoteNumber: string | null;
  ended: readonly string[];
}

async function mailMoneyBack(ctx: TxContext, { order, buyer, refundId, ...told }: MoneyBackMail): Promise<void> {
  await queueMail(ctx, {
    template: "refund-issued",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: { name: buyer.name, orderId: order.id, orderUrl: orderUrl(ctx, order.id), ...told },
    dedupeKey: `refund-issued:${refundId}`,
  });
}
