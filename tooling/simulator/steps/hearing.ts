import type { CheckoutSnapshot, GatewayFact, PaymentSnapshot, PayoutSnapshot, RefundSnapshot } from "@stoa/payments";
import * as afterSale from "../model/after-sale.ts";
import { type Lapse, lapse, open } from "../model/checkout.ts";
import { record } from "../model/payouts.ts";
import { refund, refuseRefund } from "../model/refunds.ts";
import { noteUnsettled, settle } from "../model/sale.ts";
import type { Payment, Shop } from "../model/shop.ts";
import type { Simulation } from "../simulation.ts";
import type { Effect } from "../step.ts";
import type { Heard } from "../world/heard.ts";

/** What a look-up of an order at its gateway came to. */
export interface LookedUp {
  orderId: string;
  effect: Effect;
}

/**
 * What follows from the gateways' answers to questions about orders: the reconciler's, the return page's, and of a buyer
 * who replaces an open order by another. Each order that was looked up is an effect of its own.
 */
export function lookUpsOf({ heard, shop }: Simulation, why: Lapse["why"] = "over"): LookedUp[] {
  const found: LookedUp[] = [];
  for (const [at, one] of heard.entries()) {
    const add = (...effects: Effect[]) => {
      if ("orderId" in one) found.push(...effects.map((effect) => ({ orderId: one.orderId, effect })));
    };
    if (one.call === "createCheckout") add((next) => open(next, one.orderId, one.checkoutId));
    if (one.call === "retrieveCheckout") add(...afterAnswer(one, gatewayOf(shop, one.orderId), heard[at + 1], why));
    if (one.call === "findCheckouts") add(...afterSearch(one, gatewayOf(shop, one.orderId), heard.slice(at + 1), why));
  }
  return found;
}

export function effectsOfLookUps(simulation: Simulation): Effect[] {
  return lookUpsOf(simulation).map(({ effect }) => effect);
}

function gatewayOf(shop: Shop, orderId: string): string {
  return shop.orders.get(orderId)?.gateway ?? "";
}

function afterAnswer(
  { orderId, found }: Extract<Heard, { call: "retrieveCheckout" }>,
  gateway: string,
  next: Heard | undefined,
  why: Lapse["why"],
): Effect[] {
  const expired = next?.call === "expireCheckout" && next.orderId === orderId ? next : null;
  const state = expired ? expired.found : found;
  if (state === null) return [];
  const { payment } = state;
  if (state.status === "expired") return [(shop) => lapse(shop, orderId, { why })];
  if (payment === null) return [];
  const paid = paymentOf(gateway, { ...payment, orderId });
  return [state.status === "paid" ? (shop) => settle(shop, paid) : (shop) => noteUnsettled(shop, paid)];
}

/** Long after the answer to the first call was lost: whatever was made is closed, and the order with it. */
function afterSearch(
  { orderId, found }: Extract<Heard, { call: "findCheckouts" }>,
  gateway: string,
  later: readonly Heard[],
  why: Lapse["why"],
): Effect[] {
  const payment = found.find((checkout) => checkout.status === "paid")?.payment;
  if (payment) return [(shop) => settle(shop, paymentOf(gateway, { ...payment, orderId }))];
  const open = later.some((one) => one.call === "expireCheckout" && one.orderId === orderId && one.failed);
  return open ? [] : [(shop) => lapse(shop, orderId, { why })];
}

/** What an event means once it is handled: one effect, because all of it is one transaction. */
export function effectOfEvent(simulation: Simulation, gateway: string, fact: GatewayFact, lastWait: boolean): Effect {
  const heard = [...simulation.heard];
  const whenUnknown = lastWait ? "hold" : "wait";
  return (shop) => {
    for (const one of heard) {
      if (one.call === "retrieveCheckout") completed(shop, gateway, one.found);
      if (one.call === "retrievePayment" && one.found.status === "succeeded")
        settle(shop, paymentOf(gateway, one.found), whenUnknown);
    }
    const refunds = heard.flatMap((one) => (one.call === "retrieveRefund" ? [one.found] : []));
    const own = fact.kind === "refund_changed" ? fact.refund.refundId : null;
    // The others first, as they are now: what this one pays depends on them.
    for (const found of refunds.sort((a, b) => Number(a.refundId === own) - Number(b.refundId === own))) {
      tellRefund(shop, found);
    }
    for (const one of heard) {
      if (one.call === "retrievePayout") recordPayout(shop, one.found.payoutKey ?? "", one.found);
    }
    switch (fact.kind) {
      case "payment_succeeded":
        return settle(shop, paymentOf(gateway, fact.payment), whenUnknown);
      case "payment_failed":
      case "payment_pending":
        return noteUnsettled(shop, paymentOf(gateway, fact.payment));
      case "checkout_expired":
        return lapse(shop, fact.orderId ?? "", { checkout: fact.checkoutId });
      case "refund_changed":
      case "checkout_approved":
        return;
      case "dispute_changed": {
        const { disputeId, paymentId, amount, status, fundsWithdrawn, fee } = fact.dispute;
        return afterSale.dispute(shop, disputeId, {
          payment: paymentId,
          amount: amount.amount,
          status: status === "won" || status === "lost" ? status : "open",
          warning: status === "warning",
          withdrawn: fundsWithdrawn,
          fee: fee?.amount ?? 0,
        });
      }
      case "not_relevant":
    }
  };
}

/** What came of taking the money of a checkout that its buyer had approved. */
function completed(shop: Shop, gateway: string, { checkoutId, orderId, status, payment }: CheckoutSnapshot): void {
  if (status === "expired") lapse(shop, orderId ?? "", { checkout: checkoutId });
  else if (payment?.status === "succeeded") settle(shop, paymentOf(gateway, payment));
  else if (payment !== null) noteUnsettled(shop, paymentOf(gateway, payment));
}

/** What a gateway answered to a refund that it was asked for, or asked about. The last answer is what was written down. */
export function effectsOfRefund({ heard }: Simulation): Effect[] {
  const answers = heard.flatMap((one): Effect[] => {
    if (one.call === "retrieveRefund") return [(shop) => tellRefund(shop, one.found)];
    if (one.call !== "refund" && one.call !== "findRefund") return [];
    const { call, refundKey, found } = one;
    if (found) return [(shop) => tellRefund(shop, { ...found, refundKey })];
    return call === "refund" ? [(shop) => refuseRefund(shop, refundKey)] : [];
  });
  return answers.slice(-1);
}

function tellRefund(shop: Shop, { refundId, paymentId, amount, status, refundKey }: RefundSnapshot): void {
  refund(shop, refundId, { payment: paymentId, amount: amount.amount, status, key: refundKey });
}

/** What a gateway said of a payout; null: that it will not send it. */
export function recordPayout(shop: Shop, id: string, found: PayoutSnapshot | null): void {
  record(shop, id, found && { status: found.status, fee: found.fee?.amount ?? 0 });
}

function paymentOf(gateway: string, told: PaymentSnapshot): Payment {
  return {
    id: told.paymentId,
    order: told.orderId,
    gateway,
    status: told.status === "requires_capture" ? "pending" : told.status,
    amount: told.amount.amount,
    currency: told.amount.currency,
    refunded: 0,
    lost: 0,
    at: told.occurredAt.getTime(),
    into: null,
  };
}
