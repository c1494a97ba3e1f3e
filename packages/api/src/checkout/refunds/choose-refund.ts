import { type Money, money } from "@stoa/kit";
import { leftOf } from "./divide-over-lines.ts";
import {
  FailedRefundOwed,
  LineNotRefundable,
  NothingToRefund,
  PaymentDisputed,
  RefundExceedsPayment,
} from "./errors.ts";
import type { MoneyBackAsk } from "./plan-money-back.ts";
import type { Refundable } from "./read-refundable.ts";

/** What somebody wants refunded: all that is left, an amount of the order, or some of its lines whole. */
export type RefundWish = { kind: "full" } | { kind: "amount"; amount: Money } | { kind: "lines"; lineIds: string[] };

/**
 * What a wish comes to, when it can be granted. What is on its way already counts as gone. Pure. Throws `NothingToRefund`,
 * `PaymentDisputed`, `RefundExceedsPayment`, `FailedRefundOwed` and `LineNotRefundable`.
 */
export function chooseRefund(refundable: Refundable, wish: RefundWish): MoneyBackAsk {
  const { orderId, leftMinor, currency } = refundable;
  if (refundable.disputed) throw new PaymentDisputed(orderId);
  if (leftMinor === 0) throw new NothingToRefund(orderId);
  switch (wish.kind) {
    case "full":
      return { amountMinor: leftMinor, lineIds: null };
    case "amount": {
      const left = money(leftMinor, currency);
      if (wish.amount.currency !== currency || wish.amount.amount > leftMinor) {
        throw new RefundExceedsPayment(wish.amount, left);
      }
      return { amountMinor: wish.amount.amount, lineIds: null };
    }
    case "lines":
      return ofLines(refundable, [...new Set(wish.lineIds)]);
  }
}

function ofLines({ orderId, standing, onTheirWay, leftMinor, currency }: Refundable, lineIds: string[]): MoneyBackAsk {
  const owedMinor = standing.order.refundedMinor - standing.payment.refundedMinor;
  if (owedMinor > 0) throw new FailedRefundOwed(orderId, money(owedMinor, currency));
  const lefts = lineIds.map((lineId) => {
    const line = standing.lines.find((each) => each.lineId === lineId);
    if (line === undefined || leftOf(line) === 0) throw new LineNotRefundable(lineId, "nothing_left");
    if (onTheirWay.includes(lineId)) throw new LineNotRefundable(lineId, "on_its_way");
    return leftOf(line);
  });
  const amountMinor = lefts.reduce((sum, left) => sum + left, 0);
  if (amountMinor > leftMinor) {
    throw new RefundExceedsPayment(money(amountMinor, currency), money(leftMinor, currency));
  }
  return { amountMinor, lineIds };
}
