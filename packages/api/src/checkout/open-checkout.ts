import { withTransaction } from "@stoa/db";
import { errorText, invariant } from "@stoa/kit";
import { type CheckoutRequest, type Gateway, GatewayRefused } from "@stoa/payments";
import { attachCheckout, cancelOrder, lockOrder, type Order, readOrder, totalOf } from "../orders/index.ts";
import { findCall, type GatewayCall, recordCallOutcome } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { releaseOrder } from "./close-checkout.ts";

/**
 * Asks the gateway for the page of a placed order, always under the key that was written down with the order; so that it
 * may be called again after any failure. Gives the page, or null when the order does not wait for one any more: a page that
 * was made while the order was closed is shown to nobody.
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

async function ask(ctx: Context, order: Order, call: GatewayCall): Promise<{ redirectUrl: string } | null> {
  const gateway = ctx.services.gateways.get(call.gateway);
  try {
    const hosted = await gateway.createCheckout(requestOf(ctx, order), {
      idempotencyKey: call.idempotencyKey,
      correlationId: order.correlationId,
    });
    const waits = await withTransaction(ctx, async (tx) => {
      await recordCallOutcome(tx, call.id, { status: "succeeded", outcome: { checkoutId: hosted.checkoutId } });
      return attachCheckout(tx, order.id, hosted);
    });
    if (waits) return { redirectUrl: hosted.redirectUrl };
    await takeDown(ctx, gateway, order, hosted.checkoutId);
    return null;
  } catch (error) {
    const lastError = errorText(error);
    if (error instanceof GatewayRefused) await giveUp(ctx, order.id, call, `${error.reason}: ${lastError}`);
    else await recordCallOutcome(ctx, call.id, { status: "unknown", lastError });
    throw error;
  }
}

/** Nobody has been told of the page, so one that cannot be taken down lapses by itself. */
async function takeDown(ctx: Context, gateway: Gateway, order: Order, checkoutId: string): Promise<void> {
  const options = { idempotencyKey: `expire-${order.id}`, correlationId: order.correlationId };
  await gateway.expireCheckout(checkoutId, options).catch((error: unknown) => {
    ctx.log.warn({ err: error, orderId: order.id }, "the page of a closed order could not be taken down; it lapses");
  });
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
