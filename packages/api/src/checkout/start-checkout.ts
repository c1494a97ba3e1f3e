import { withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { addMs, equals, HOUR_MS, MINUTE_MS, money, SECOND_MS } from "@stoa/kit";
import { type Gateway, GatewayOutcomeUnknown, GatewayUnavailable } from "@stoa/payments";
import { attributeOrder } from "../affiliates/index.ts";
import { noteCartOrder } from "../carts/index.ts";
import { reserveRedemption } from "../coupons/index.ts";
import { callerNetwork, takeLimitFor } from "../middleware/rate-limits.ts";
import { lockOrder, type PricedOrder, placeOrder } from "../orders/index.ts";
import { intendCall } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { type Buyer, buyerOf } from "./buyer.ts";
import { EmailNeeded, PriceChanged } from "./errors.ts";
import { withOwnCouponFreed } from "./free-own-coupon.ts";
import { openCheckoutJob } from "./jobs.ts";
import { openCheckout } from "./open-checkout.ts";
import { productKind } from "./product-kind.ts";
import { quoteOrder } from "./quote-order.ts";
import { resumeCheckout } from "./resume-checkout.ts";
import type { StartCheckoutAnswer, StartCheckoutInput } from "./schemas.ts";
import { startFreeOrder } from "./start-free-order.ts";

/** How long a buyer has to pay, as far as the gateway allows it. */
const LIFETIME_MS = HOUR_MS;
/** When the job asks the gateway, in case this process dies between the commit and the answer. */
const SAFETY_NET_MS = 30 * SECOND_MS;

/**
 * Starts a purchase: prices the cart, writes the order with the intent to call the gateway, commits, and only then calls.
 * When the gateway's answer is lost the order stays without `redirectUrl`: a job asks again under the same key, and the
 * buyer's page follows `orders.status`. The same buyer with the same cart gets the order that is still open, and so does
 * the same call when the first try died. Orders that cost nothing need no gateway, only the proof of the address.
 */
export async function startCheckout(ctx: Context, input: StartCheckoutInput): Promise<StartCheckoutAnswer> {
  const buyer = await buyerOf(ctx, input.email);
  if (buyer === null) throw new EmailNeeded();
  const country = input.country ?? ctx.request?.country ?? buyer.country;
  const priced = await quoteOrder(ctx, { wishes: input.lines, buyer, country, couponCode: input.couponCode });
  mustBeAsShown(input, priced);
  if (priced.totalMinor === 0) {
    return withOwnCouponFreed(ctx, { buyer, priced }, () => startFreeOrder(ctx, buyer, priced));
  }
  const resumed = await resumeCheckout(ctx, buyer, priced, input.gateway ?? null);
  if (resumed) return resumed;

  await takeLimitFor(ctx, "checkout_gateway", callerNetwork(ctx));
  if (ctx.actor.id !== null) await takeLimitFor(ctx, "checkout_gateway", ctx.actor.id);
  const preferred = input.gateway;
  const gateway = ctx.services.gateways.choose({ currency: priced.currency, country, preferred });
  const placed = await withOwnCouponFreed(ctx, { buyer, priced }, () => placeWithIntent(ctx, buyer, priced, gateway));
  const opened = await tryToOpen(ctx, placed.orderId);
  return {
    ...placed,
    status: "pending",
    total: { amount: priced.totalMinor, currency: priced.currency },
    ...(opened === null ? {} : { redirectUrl: opened.redirectUrl }),
  };
}

function mustBeAsShown({ expectedTotal }: StartCheckoutInput, { totalMinor, currency }: PricedOrder): void {
  const total = money(totalMinor, currency);
  if (expectedTotal !== undefined && !equals(expectedTotal, total)) throw new PriceChanged(total);
}

async function placeWithIntent(ctx: Context, buyer: Buyer, priced: PricedOrder, gateway: Gateway) {
  const now = ctx.clock.now();
  const { leastMs, mostMs } = gateway.checkoutLifetime;
  // A minute more than the least, because the gateway counts from the moment the call arrives.
  const lifetime = Math.min(Math.max(LIFETIME_MS, leastMs + MINUTE_MS), mostMs);
  return withTransaction(ctx, async (tx) => {
    const placed = await placeOrder(tx, {
      priced,
      userId: buyer.userId,
      email: buyer.address,
      locale: buyer.locale,
      gateway: gateway.name,
      expiresAt: addMs(now, lifetime),
    });
    await noteCartOrder(tx, placed.orderId);
    await tx.keyedCall?.note(tx, placed.orderToken);
    const order = await lockOrder(tx, placed.orderId);
    for (const line of order.lines) await productKind(line.kind).reserve(tx, order, line);
    await attributeOrder(tx, { order });
    await intendCall(tx, {
      gateway: gateway.name,
      kind: "create_checkout",
      subjectId: order.id,
      idempotencyKey: `checkout-${order.id}`,
    });
    await enqueue(tx, openCheckoutJob, { orderId: order.id }, { availableAt: addMs(now, SAFETY_NET_MS) });
    await reserveRedemption(tx, order);
    return placed;
  });
}

/** The gateway's page, or null when its answer is not known yet. A refusal is thrown, with the order cancelled. */
async function tryToOpen(ctx: Context, orderId: string): Promise<{ redirectUrl: string } | null> {
  try {
    return await openCheckout(ctx, orderId);
  } catch (error) {
    if (error instanceof GatewayOutcomeUnknown || error instanceof GatewayUnavailable) return null;
    throw error;
  }
}
