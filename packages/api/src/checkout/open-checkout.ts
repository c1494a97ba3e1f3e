import { withTransaction } from "@stoa/db";
import { errorText, invariant } from "@stoa/kit";
import { type CheckoutRequest, GatewayRefused } from "@stoa/payments";
import { attachCheckout, cancelOrder, lockOrder, type Order, readOrder, totalOf } from "../orders/index.ts";
import { findCall, type GatewayCall, recordCallOutcome } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { releaseOrder } from "./close-checkout.ts";

/**
 * Asks the gateway for the page of a placed order, always under the key that was written down with the order; so that it
 * may be called again after any failure. Gives the page, or null when the order does not wait for one any more.
 * Throws `GatewayOutcomeUnknown` and `GatewayUnavailable` with the call left open, `GatewayRefused` with the order
 * cancelled.
 */
export async function openCheckout(ctx: Context, orderId: string): Promise<{ redirectUrl: string } | null> {
  const order = await readOrder(ctx, orderId);
  if (order.status !== "pending" || order.gateway === null) return null;
  if (order.redirectUrl !== null) return { redirectUrl: order.redirectUrl };
  const call = await findCall(ctx, { kind: "create_checkout", subjectId: orderId });
  invariant(call, "an order for a gateway is written together with its call");
  return ask(ctx, order, call);
}

async function ask(ctx: Context, order: Order, call: GatewayCall): Promise<{ redirectUrl: string }> {
  const gateway = ctx.services.gateways.get(call.gateway);
  try {
    const hosted = await gateway.createCheckout(requestOf(ctx, order), {
      idempotencyKey: call.idempotencyKey,
      correlationId: order.correlationId,
    });
    await withTransaction(ctx, async (tx) => {
      await recordCallOutcome(tx, call.id, { status: "succeeded", outcome: { checkoutId: hosted.checkoutId } });
      await attachCheckout(tx, order.id, hosted);
    });
    return { redirectUrl: hosted.redirectUrl };
  } catch (error) {
    const lastError = errorText(error);
    if (error instanceof GatewayRefused) await giveUp(ctx, order.id, call, `${error.reason}: ${lastError}`);
    else await recordCallOutcome(ctx, call.id, { status: "unknown", lastError });
    throw error;
  }
}

/** A definite no: nothing was charged and nothing will be. */
async function giveUp(ctx: Context, orderId: string, call: GatewayCall, lastError: string): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await recordCallOutcome(tx, call.id, { status: "refused", lastError });
    const order = await lockOrder(tx, orderId);
    if (order.status !== "pending") return;
    await cancelOrder(tx, order);
    await releaseOrder(tx, order);
  });
}

/** Made of the order alone, so that every retry sends the same bytes under the same key. */
function requestOf(ctx: Context, order: Order): CheckoutRequest {
  const page = (path: string) => {
    const url = new URL(path, ctx.services.env.WEB_URL);
    url.searchParams.set("order", order.id);
    return url.href;
  };
  const [first] = order.lines;
  const more = order.lines.length - 1;
  return {
    orderId: order.id,
    amount: totalOf(order),
    title: more > 0 ? `${first?.title} + ${more}` : (first?.title ?? order.id),
    lines: order.lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      unitAmount: { amount: line.unitMinor, currency: order.currency },
    })),
    email: order.email,
    successUrl: page("/checkout/success"),
    cancelUrl: page("/checkout/cancelled"),
    expiresAt: order.expiresAt,
    metadata: {},
  };
}
