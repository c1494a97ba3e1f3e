import { type Gateway, type GatewayFact, GatewayNotFound } from "@stoa/payments";
import { findPayment } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";

/**
 * A fact as it is now, with what must have happened before it. No gateway keeps the order of events, so a refund is read
 * again instead of believed, and when the payment it belongs to has not been told yet, that is read and settled first.
 */
export async function freshFacts(ctx: Context, gateway: Gateway, fact: GatewayFact): Promise<GatewayFact[]> {
  switch (fact.kind) {
    case "refund_changed": {
      const refund = await gateway.retrieveRefund(fact.refund.refundId, { correlationId: ctx.correlationId });
      return [...(await paymentBefore(ctx, gateway, refund.paymentId)), { kind: "refund_changed", refund }];
    }
    case "dispute_changed":
      return [...(await paymentBefore(ctx, gateway, fact.dispute.paymentId)), fact];
    default:
      return [fact];
  }
}

async function paymentBefore(ctx: Context, gateway: Gateway, paymentId: string): Promise<GatewayFact[]> {
  const known = await findPayment(ctx, gateway.name, paymentId);
  if (known?.status === "succeeded") return [];
  try {
    const payment = await gateway.retrievePayment(paymentId, { correlationId: ctx.correlationId });
    if (payment.status !== "succeeded") return [];
    return [{ kind: "payment_succeeded", checkoutId: null, payment }];
  } catch (error) {
    if (error instanceof GatewayNotFound) return [];
    throw error;
  }
}
