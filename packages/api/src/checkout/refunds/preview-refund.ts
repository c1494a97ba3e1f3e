import { withTransaction } from "@stoa/db";
import { money } from "@stoa/kit";
import { type Order, readOrder } from "../../orders/index.ts";
import type { Context } from "../../platform/context.ts";
import { chooseRefund, type RefundWish } from "./choose-refund.ts";
import { grossOf } from "./divide-over-lines.ts";
import { type MoneyBackAsk, planMoneyBack } from "./plan-money-back.ts";
import { type Refundable, readRefundable } from "./read-refundable.ts";
import type { RefundPreview } from "./schemas.ts";

export type { RefundPreview };

/**
 * Every effect of a refund before it is asked for, read from the plan that is then carried out; exact as long as nothing
 * else happens to the order in between. Throws `OrderNotFound` and what `chooseRefund` refuses.
 */
export async function previewRefund(ctx: Context, ask: { orderId: string; wish: RefundWish }): Promise<RefundPreview> {
  return withTransaction(ctx, async (tx) => {
    const order = await readOrder(tx, ask.orderId);
    const refundable = await readRefundable(tx, order);
    return viewOfPlan(order, refundable, chooseRefund(refundable, ask.wish));
  });
}

/** The plan in the words of those who look at it. */
export function viewOfPlan(order: Order, refundable: Refundable, ask: MoneyBackAsk): RefundPreview {
  const plan = planMoneyBack(refundable.standing, ask);
  const of = (minor: number) => money(minor, refundable.currency);
  const titles = new Map(order.lines.map((line) => [line.id, line.title]));
  return {
    amount: of(ask.amountMinor),
    onItsWay: of(refundable.onItsWayMinor),
    owed: of(plan.repaid),
    lines: plan.lines.map((line) => ({
      lineId: line.lineId,
      title: titles.get(line.lineId) ?? "",
      net: of(line.netMinor),
      tax: of(line.taxMinor),
      total: of(grossOf(line)),
      ends: line.takenBack !== null,
      keptByAnother: line.takenBack?.keptByAnother ?? false,
      enrolmentsClosed: line.takenBack?.enrolmentIds.length ?? 0,
      lmsTold: line.takenBack?.inLms ?? false,
      commissions: line.clawedBack.map(({ affiliateId, minor }) => ({ affiliateId, amount: of(minor) })),
      grantReturned: of(line.awardReturnedMinor),
    })),
    creditNote: plan.credited && {
      net: of(plan.credited.netMinor),
      tax: of(plan.credited.taxMinor),
      total: of(grossOf(plan.credited)),
    },
    couponReturned: plan.couponReturned,
    order: { status: plan.order.status, refunded: of(plan.order.refundedMinor) },
  };
}
