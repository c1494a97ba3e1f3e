import { withTransaction } from "@stoa/db";
import { MINUTE_MS } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { findOpenOrder, type PricedOrder, renewOrderToken } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";
import type { Buyer } from "./buyer.ts";
import type { StartCheckoutAnswer } from "./schemas.ts";

/** An order about to lapse is not worth going back to. */
const LEAST_LEFT_MS = 5 * MINUTE_MS;

/**
 * The buyer's own open order of the same cart at the same price, instead of a second one; null when there is none. A
 * member's orders are theirs by their session; a guest shows the token of the order, because an address alone proves
 * nothing and must not lead to somebody else's order. Who now wants to pay elsewhere gets an order of its own. A keyed call whose first try died holds the token that nobody was told.
 */
export async function resumeCheckout(
  ctx: Context,
  buyer: Buyer,
  priced: PricedOrder,
  gateway: GatewayName | null,
): Promise<StartCheckoutAnswer | null> {
  const orderToken = ctx.keyedCall?.noted ?? ctx.request?.orderToken ?? null;
  if (buyer.userId === null && orderToken === null) return null;
  return withTransaction(ctx, async (tx) => {
    const open = await findOpenOrder(tx, {
      userId: buyer.userId,
      email: buyer.email,
      orderToken,
      priced,
      gateway,
      leastLeftMs: LEAST_LEFT_MS,
    });
    if (!open) return null;
    const token = buyer.userId === null && orderToken !== null ? orderToken : await renewOrderToken(tx, open.id);
    return {
      orderId: open.id,
      orderToken: token,
      status: "pending",
      total: { amount: priced.totalMinor, currency: priced.currency },
      ...(open.redirectUrl === null ? {} : { redirectUrl: open.redirectUrl }),
    };
  });
}
