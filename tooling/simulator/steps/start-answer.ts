import { openOrder } from "../model/checkout.ts";
import { isReservable } from "../model/coupons.ts";
import { isAsShown, type Price, type Start } from "../model/quote.ts";
import type { Order, Shop } from "../model/shop.ts";
import type { KeyedCall } from "../simulation.ts";
import type { Effect } from "../step.ts";

/** What was answered to a call that starts a checkout. */
export type Answer =
  | { refused: string }
  | { orderId: string; orderToken: string; status: string; total: { amount: number } };
/** The refusal, the first answer under the key, the open order that is gone back to, or a new one of so much. */
export type Expected = string | KeyedCall | { resumed: Order } | { total: number };

/** What the rules answer. A coupon whose last use the buyer's own open order holds is free once that one is closed. */
export function expectedAnswer(shop: Shop, asked: Start, price: Price | string, replaced: readonly Effect[]): Expected {
  if (typeof price === "string") return price;
  if (!isAsShown(asked, price)) return "price_changed";
  const resumed = openOrder(shop, asked, price);
  if (resumed) return { resumed };
  const after = replaced.length > 0 ? structuredClone(shop) : shop;
  for (const effect of replaced) effect(after);
  return isReservable(after, price.coupon, asked) ? { total: price.total } : "coupon_not_valid";
}

/** A gateway may refuse a new order; all else is as the rules say. */
export function wrongAnswer(expected: Expected, answer: Answer, shop: Shop): { wrong?: string } {
  if ("refused" in answer) {
    if (expected === answer.refused) return {};
    if (typeof expected === "object" && "total" in expected && answer.refused === "gateway_refused") return {};
    return { wrong: `refused with ${answer.refused}, expected ${describe(expected)}` };
  }
  if (typeof expected === "string") return { wrong: `answered ${answer.orderId}, expected ${expected}` };
  if ("answer" in expected) {
    return expected.answer?.orderId === answer.orderId
      ? {}
      : { wrong: `another answer for the same key: ${answer.orderId}` };
  }
  if ("resumed" in expected) {
    return expected.resumed.id === answer.orderId
      ? {}
      : { wrong: `${answer.orderId} instead of the open ${expected.resumed.id}` };
  }
  if (shop.orders.has(answer.orderId)) return { wrong: `went back to ${answer.orderId}, expected a new order` };
  return expected.total === answer.total.amount
    ? {}
    : { wrong: `priced ${answer.total.amount}, expected ${expected.total}` };
}

function describe(expected: Expected): string {
  return typeof expected === "string" ? expected : JSON.stringify(expected);
}
