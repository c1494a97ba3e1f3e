import { unreachable } from "@stoa/kit";
import type { GatewayFact, GatewayName, PaymentSnapshot } from "@stoa/payments";
import { buyerAddressOf, findOrderByCheckout } from "../orders/index.ts";
import { recordUnsettledPayment } from "../payments/index.ts";
import { recordPayout } from "../payouts/index.ts";
import type { TxContext } from "../platform/context.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { recordDispute } from "./record-dispute.ts";
import { recordRefund } from "./record-refund.ts";
import { type SucceededPayment, settlePayment } from "./settle-payment.ts";

export interface Applied {
  /** A word or two for the inbox. */
  outcome: string;
  orderId: string | null;
}

/** Does what a fact means, in the caller's transaction. Every branch may be run again without a second effect. */
export async function applyFact(
  ctx: TxContext,
  gateway: GatewayName,
  fact: GatewayFact,
  whenUnknown: SucceededPayment["whenUnknown"],
): Promise<Applied> {
  switch (fact.kind) {
    case "payment_succeeded":
      return settlePayment(ctx, { gateway, checkoutId: fact.checkoutId, payment: fact.payment, whenUnknown });
    case "payment_pending":
    case "payment_failed":
      return noteUnsettled(ctx, gateway, fact.checkoutId, fact.payment);
    case "checkout_approved":
      return { outcome: "not_taken", orderId: fact.orderId };
    case "checkout_expired":
      return closeLapsed(ctx, gateway, fact.checkoutId);
    case "refund_changed":
      return recordRefund(ctx, gateway, fact.refund);
    case "dispute_changed":
      return recordDispute(ctx, gateway, fact.dispute);
    case "payout_changed":
      return { ...(await recordPayout(ctx, gateway, fact.payout)), orderId: null };
    case "not_relevant":
      return { outcome: "not_relevant", orderId: null };
    default:
      return unreachable(fact, "gateway fact");
  }
}

/** A declined or pending try. Not final: the buyer may try again until the checkout lapses. */
export async function noteUnsettled(
  ctx: TxContext,
  gateway: GatewayName,
  checkoutId: string | null,
  payment: PaymentSnapshot,
): Promise<Applied> {
  const byCheckout = checkoutId === null ? null : await findOrderByCheckout(ctx, gateway, checkoutId);
  const orderId = payment.orderId ?? byCheckout?.id ?? null;
  if (orderId === null || (await buyerAddressOf(ctx, orderId)) === null) return { outcome: "not_ours", orderId: null };
  await recordUnsettledPayment(ctx, gateway, payment, orderId);
  return { outcome: payment.status === "failed" ? "payment_failed" : "payment_pending", orderId };
}

async function closeLapsed(ctx: TxContext, gateway: GatewayName, checkoutId: string): Promise<Applied> {
  const order = await findOrderByCheckout(ctx, gateway, checkoutId);
  if (order === null) return { outcome: "not_ours", orderId: null };
  const closed = await closeLapsedOrder(ctx, order.id);
  return { outcome: closed ? "expired" : "lapsed_before", orderId: order.id };
}
