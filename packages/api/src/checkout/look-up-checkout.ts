import { postgresFailure, SQLSTATE, withTransaction } from "@stoa/db";
import { type Gateway, GatewayOutcomeUnknown, GatewayRefused, GatewayUnavailable } from "@stoa/payments";
import { followOrder, isOverdue, type Order, readableOrder, readOrder } from "../orders/index.ts";
import type { OrderProgress } from "../orders/schemas.ts";
import { findCall, recordCallOutcome } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { noteUnsettled } from "./apply-fact.ts";
import { closeLapsedOrder } from "./close-checkout.ts";
import { completeCheckout } from "./complete-approved.ts";
import { openCheckout } from "./open-checkout.ts";
import { settlePayment } from "./settle-payment.ts";

/**
 * The buyer is back from the gateway's page. Their browser proves nothing, so the checkout is read at the gateway and
 * settled like a webhook would; whichever comes first does it. A gateway that does not answer is no error here, nor are
 * others who hold the order while they settle it: the page goes on asking where the order stands.
 */
export async function confirmReturn(ctx: Context, orderId: string): Promise<OrderProgress> {
  const order = await readableOrder(ctx, orderId);
  try {
    await lookUpCheckout(ctx, order.id);
  } catch (error) {
    if (!isForOthersToFinish(error)) throw error;
    ctx.log.warn({ err: error, orderId }, "not settled on return; the webhook or the reconciler will");
  }
  return followOrder(ctx, orderId);
}

/** The gateway did not answer, or others held the order, or the books, for longer than a request may wait. */
function isForOthersToFinish(error: unknown): boolean {
  if (error instanceof GatewayOutcomeUnknown || error instanceof GatewayUnavailable) return true;
  const code = postgresFailure(error)?.code;
  return code === SQLSTATE.lockNotAvailable || code === SQLSTATE.queryCanceled;
}

/**
 * Asks the gateway what became of an order that waits for its money, taking what its buyer has approved, and does what
 * that means. After the order's time
 * the checkout is closed at the gateway before the order is, so that nobody pays for what is not there any more.
 */
export async function lookUpCheckout(ctx: Context, orderId: string): Promise<void> {
  const order = await readOrder(ctx, orderId);
  if (order.status === "pending") await learnOf(ctx, order, (await isOverdue(ctx, orderId)) ? "overdue" : "open");
}

/**
 * Closes the checkout of an order that its buyer replaces by another one, at the gateway first, so that nobody pays both.
 * One that was paid meanwhile is settled instead. Throws `GatewayOutcomeUnknown` and `GatewayUnavailable`.
 */
export async function withdrawCheckout(ctx: Context, orderId: string): Promise<void> {
  const order = await readOrder(ctx, orderId);
  if (order.status === "pending") await learnOf(ctx, order, "replaced");
}

/** Whether an order may still wait, or is to be closed unless it was paid, and why. */
type Until = "open" | "overdue" | "replaced";

async function learnOf(ctx: Context, order: Order, until: Until): Promise<void> {
  if (order.gateway === null) {
    if (until !== "open") await close(ctx, order.id, until);
    return;
  }
  if (order.gatewayCheckoutId === null) return openOrClose(ctx, order, until);
  const gateway = ctx.services.gateways.get(order.gateway);
  const found = await completeCheckout(gateway, order.gatewayCheckoutId, order.correlationId);
  if (found.status !== "open" || until === "open") return act(ctx, gateway, order, found, until);
  const closed = await gateway.expireCheckout(order.gatewayCheckoutId, {
    idempotencyKey: `expire-${order.id}`,
    correlationId: order.correlationId,
  });
  await act(ctx, gateway, order, closed, until);
}

/** Who replaces an order by another knows that it is over, and needs no mail. */
function close(ctx: Context, orderId: string, until: Until, withoutPage = false): Promise<boolean> {
  return closeLapsedOrder(ctx, orderId, { tellBuyer: until !== "replaced", withoutPage });
}

type Found = Awaited<ReturnType<Gateway["completeCheckout"]>>;

async function act(ctx: Context, gateway: Gateway, order: Order, found: Found, until: Until): Promise<void> {
  const { payment, checkoutId } = found;
  switch (found.status) {
    case "paid":
      if (payment === null) return;
      await settlePayment(ctx, {
        gateway: gateway.name,
        checkoutId,
        payment: { ...payment, orderId: order.id },
        whenUnknown: "wait",
      });
      return;
    case "expired":
      await close(ctx, order.id, until);
      return;
    case "open":
    case "approved":
    case "processing":
      if (payment === null) return;
      await withTransaction(ctx, (tx) =>
        noteUnsettled(tx, gateway.name, checkoutId, { ...payment, orderId: order.id }),
      );
  }
}

/**
 * The answer to the first call was lost. Within its time it is asked again, under the same key; after, none can pay, also
 * by a page that is made at this moment.
 */
async function openOrClose(ctx: Context, order: Order, until: Until): Promise<void> {
  if (until === "open") {
    await openCheckout(ctx, order.id);
    return;
  }
  if (order.gateway === null) return;
  const gateway = ctx.services.gateways.get(order.gateway);
  const made = await gateway.findCheckouts(order.id, order.createdAt, { correlationId: order.correlationId });
  const paid = made.find((checkout) => checkout.status === "paid");
  await recordFound(ctx, order.id, paid ?? made[0] ?? null);
  if (paid) return act(ctx, gateway, order, paid, until);
  for (const open of made.filter((checkout) => checkout.status === "open")) {
    await gateway
      .expireCheckout(open.checkoutId, { idempotencyKey: `expire-${open.checkoutId}` })
      .catch((error: unknown) => {
        if (!(error instanceof GatewayRefused)) throw error;
      });
  }
  if (await close(ctx, order.id, until, true)) return;
  const now = await readOrder(ctx, order.id);
  if (now.status === "pending" && now.gatewayCheckoutId !== null) await learnOf(ctx, now, until);
}

/** What became of the call whose answer was lost is known now: it made a checkout, or came to nothing. */
async function recordFound(ctx: Context, orderId: string, found: Found | null): Promise<void> {
  const call = await findCall(ctx, { kind: "create_checkout", subjectId: orderId });
  if (call === null) return;
  await recordCallOutcome(
    ctx,
    call.id,
    found
      ? { status: "succeeded", outcome: { checkoutId: found.checkoutId } }
      : { status: "refused", lastError: "the gateway had made no checkout by the end of the order's time" },
  );
}
