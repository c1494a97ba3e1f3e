import { canPayOut, type Gateway, type GatewayFact, GatewayNotFound } from "@stoa/payments";
import { findPayment, standingRefundsOf } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { completeApproved } from "./complete-approved.ts";

/**
 * A fact as it is now, with what must have happened before it. No gateway keeps the order of events, so a refund is read
 * again instead of believed, and when the payment it belongs to has not been told yet, that is read and settled first.
 * The payment's other refunds are read again too: one that has failed meanwhile is owed, and what comes now may pay it.
 */
export async function freshFacts(ctx: Context, gateway: Gateway, fact: GatewayFact): Promise<GatewayFact[]> {
  switch (fact.kind) {
    case "checkout_approved":
      return completeApproved(ctx, gateway, fact);
    case "refund_changed": {
      const refund = await readRefund(ctx, gateway, fact.refund.refundId);
      return [...(await factsBefore(ctx, gateway, refund.refund.paymentId, fact.refund.refundId)), refund];
    }
    case "dispute_changed":
      return [...(await factsBefore(ctx, gateway, fact.dispute.paymentId, null)), fact];
    case "payout_changed":
      return [await readPayout(ctx, gateway, fact)];
    default:
      return [fact];
  }
}

async function readPayout(
  ctx: Context,
  gateway: Gateway,
  fact: Extract<GatewayFact, { kind: "payout_changed" }>,
): Promise<GatewayFact> {
  if (!canPayOut(gateway)) return fact;
  const payout = await gateway.retrievePayout(fact.payout.payoutId, { correlationId: ctx.correlationId });
  return { kind: "payout_changed", payout };
}

async function factsBefore(
  ctx: Context,
  gateway: Gateway,
  paymentId: string,
  refundId: string | null,
): Promise<GatewayFact[]> {
  const known = await findPayment(ctx, gateway.name, paymentId);
  if (known?.status !== "succeeded") return readPayment(ctx, gateway, paymentId);
  const others = (await standingRefundsOf(ctx, known)).filter((id) => id !== refundId);
  return Promise.all(others.map((id) => readRefund(ctx, gateway, id)));
}

async function readRefund(ctx: Context, gateway: Gateway, refundId: string) {
  const refund = await gateway.retrieveRefund(refundId, { correlationId: ctx.correlationId });
  return { kind: "refund_changed", refund } as const;
}

async function readPayment(ctx: Context, gateway: Gateway, paymentId: string): Promise<GatewayFact[]> {
  try {
    const payment = await gateway.retrievePayment(paymentId, { correlationId: ctx.correlationId });
    if (payment.status !== "succeeded") return [];
    return [{ kind: "payment_succeeded", checkoutId: null, payment }];
  } catch (error) {
    if (error instanceof GatewayNotFound) return [];
    throw error;
  }
}
