import { withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { type Currency, found, type Money, money } from "@stoa/kit";
import { getRefund, intendCall, type Refund, RefundNotFound, writeRequestedRefund } from "../../payments/index.ts";
import { recordAudit } from "../../platform/audit.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import { lockOrderWithBuyer } from "../lock-order-with-buyer.ts";
import { chooseRefund, type RefundWish } from "./choose-refund.ts";
import type { MoneyBackAsk } from "./plan-money-back.ts";
import { type Refundable, readRefundable } from "./read-refundable.ts";
import { refundToPursue } from "./refund-to-pursue.ts";

export interface RequestedRefund {
  refundId: string;
  status: Refund["status"];
  amount: Money;
}

/**
 * Staff give money of an order back. What is asked is written down with the intent to call the gateway, which a job does
 * after the commit; so that a crash leaves nothing undone and nothing is sent twice. The books and the buyer's access
 * change when the gateway says that it is done. Throws what `chooseRefund` refuses.
 */
export async function requestRefund(
  ctx: Context,
  ask: { orderId: string; wish: RefundWish; note: string },
): Promise<RequestedRefund> {
  return oncePerKey(ctx, async (tx) => {
    const order = await lockOrderWithBuyer(tx, ask.orderId);
    const orderCtx = { ...tx, correlationId: order.correlationId };
    const refundable = await readRefundable(orderCtx, order);
    return placeRefund(orderCtx, refundable, { ...chooseRefund(refundable, ask.wish), note: ask.note });
  });
}

/** One refund a key: a try that died after its commit is answered with what it had asked for. */
export async function oncePerKey(ctx: Context, place: (tx: TxContext) => Promise<Refund>): Promise<RequestedRefund> {
  const noted = ctx.keyedCall?.noted ?? null;
  if (noted !== null) return answerOf(found(await getRefund(ctx, noted), () => new RefundNotFound(noted)));
  return withTransaction(ctx, async (tx) => {
    const refund = await place(tx);
    await ctx.keyedCall?.note(tx, refund.id);
    return answerOf(refund);
  });
}

/** Writes down a refund that is going to be asked for. The caller holds the order, if there is one, and has chosen what may go back. */
export async function placeRefund(
  ctx: TxContext,
  { orderId, payment }: Pick<Refundable, "payment"> & { orderId: string | null },
  ask: MoneyBackAsk & { note: string },
): Promise<Refund> {
  const refund = await writeRequestedRefund(ctx, payment, ask);
  await intendCall(ctx, {
    gateway: payment.gateway,
    kind: "refund",
    subjectId: refund.id,
    idempotencyKey: refund.id,
  });
  await enqueue(ctx, refundToPursue, { refundId: refund.id });
  await recordAudit(ctx, {
    action: "checkout.request_refund",
    subjectKind: orderId === null ? "payment" : "order",
    subjectId: orderId ?? payment.id,
    after: { refundId: refund.id, amount: answerOf(refund).amount, lineIds: ask.lineIds, note: ask.note },
  });
  return refund;
}

function answerOf({ id, status, amountMinor, currency }: Refund): RequestedRefund {
  return { refundId: id, status, amount: money(amountMinor, currency as Currency) };
}
