import { withTransaction } from "@stoa/db";
import { addMs, DAY_MS } from "@stoa/kit";
import { noteCartOrder } from "../carts/index.ts";
import { reserveRedemption } from "../coupons/index.ts";
import { takeLimitFor } from "../middleware/rate-limits.ts";
import { lockOrder, type PricedOrder, placeOrder, totalOf } from "../orders/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import { type Buyer, lockBuyer } from "./buyer.ts";
import { AlreadyOwned, FulfilmentRefused } from "./errors.ts";
import { mailFreeOrderLink, settleFreeOrder } from "./free-order.ts";
import { productKind } from "./product-kind.ts";
import { resumeCheckout } from "./resume-checkout.ts";
import type { StartCheckoutAnswer } from "./schemas.ts";

/**
 * Starts a purchase that costs nothing: handed over at once to an address that is proved, by a link in a mail to any
 * other. An order that still waits is taken up again, and handed over if its address has been proved since. Tries of one
 * buyer at one moment follow each other, so that one order comes of them.
 */
export async function startFreeOrder(ctx: Context, buyer: Buyer, priced: PricedOrder): Promise<StartCheckoutAnswer> {
  const resumed = await withTransaction(ctx, (tx) => resumeFreeOrder(tx, buyer, priced));
  if (resumed) return resumed;
  // Outside of the transaction, because the counter may stand on another host.
  if (!hasProvedAddress(ctx)) await takeLimitFor(ctx, "mail_to", sha256(buyer.email));
  return withTransaction(
    ctx,
    async (tx) => (await resumeFreeOrder(tx, buyer, priced)) ?? placeFreeOrder(tx, buyer, priced),
  );
}

/** The buyer is locked before the order, as everywhere. */
async function resumeFreeOrder(ctx: TxContext, buyer: Buyer, priced: PricedOrder): Promise<StartCheckoutAnswer | null> {
  await lockBuyer(ctx, buyer.email);
  const resumed = await resumeCheckout(ctx, buyer, priced, null);
  if (resumed === null || !hasProvedAddress(ctx)) return resumed;
  await handOver(ctx, resumed.orderId);
  return { ...resumed, status: "paid" };
}

async function placeFreeOrder(ctx: TxContext, buyer: Buyer, priced: PricedOrder): Promise<StartCheckoutAnswer> {
  const placed = await placeOrder(ctx, {
    priced,
    userId: buyer.userId,
    email: buyer.address,
    locale: buyer.locale,
    gateway: null,
    expiresAt: addMs(ctx.clock.now(), DAY_MS),
  });
  await noteCartOrder(ctx, placed.orderId);
  await ctx.keyedCall?.note(ctx, placed.orderToken);
  const order = await lockOrder(ctx, placed.orderId);
  await reserveRedemption(ctx, order);
  for (const line of order.lines) await productKind(line.kind).reserve(ctx, order, line);
  const proved = hasProvedAddress(ctx);
  if (proved) await handOver(ctx, order.id);
  else await mailFreeOrderLink(ctx, order, buyer);
  return { ...placed, status: proved ? "paid" : "pending", total: totalOf(order) };
}

/** A try that waited for another one finds its wish fulfilled, and is told what one that comes later is told. */
async function handOver(ctx: TxContext, orderId: string): Promise<void> {
  try {
    await settleFreeOrder(ctx, orderId);
  } catch (error) {
    throw error instanceof FulfilmentRefused && error.reason === "already_owned"
      ? new AlreadyOwned(String(error.details.subjectId))
      : error;
  }
}

function hasProvedAddress(ctx: Context): boolean {
  return ctx.actor.kind === "user" && ctx.actor.emailVerified;
}
