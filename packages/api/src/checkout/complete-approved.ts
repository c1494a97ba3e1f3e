import type { CheckoutSnapshot, Gateway, GatewayFact } from "@stoa/payments";
import { findOrderByCheckout, readOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";

type Approved = Extract<GatewayFact, { kind: "checkout_approved" }>;

/**
 * What comes of an approval at a gateway that waits to be told: the money is taken, also when the buyer never comes back
 * to us. Only while our order waits for it; an order that was closed meanwhile takes nobody's money.
 */
export async function completeApproved(ctx: Context, gateway: Gateway, fact: Approved): Promise<GatewayFact[]> {
  const known = await findOrderByCheckout(ctx, gateway.name, fact.checkoutId);
  if (known === null) return [fact];
  const order = await readOrder(ctx, known.id);
  if (order.status !== "pending") return [fact];
  const { checkoutId, status, payment, lastError } = await completeCheckout(
    gateway,
    fact.checkoutId,
    order.correlationId,
  );
  if (status === "expired") return [{ kind: "checkout_expired", checkoutId, orderId: order.id }];
  if (payment === null) return [fact];
  if (payment.status === "succeeded") return [{ kind: "payment_succeeded", checkoutId, payment }];
  if (payment.status === "failed") return [{ kind: "payment_failed", checkoutId, payment, reason: lastError }];
  return [{ kind: "payment_pending", checkoutId, payment }];
}

/** The checkout as it is once its money was taken; webhook, return page and reconciler ask under one key. */
export function completeCheckout(
  gateway: Gateway,
  checkoutId: string,
  correlationId: string,
): Promise<CheckoutSnapshot> {
  return gateway.completeCheckout(checkoutId, { idempotencyKey: `complete-${checkoutId}`, correlationId });
}
