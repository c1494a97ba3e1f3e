import { withTransaction } from "@stoa/db";
import { freeOrdersWaitingFor, type Order, readOrder } from "../orders/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { queueMail } from "../platform/mail.ts";
import { type Buyer, buyerOfOrder } from "./buyer.ts";
import { completeSale, fulfilLines } from "./complete-sale.ts";
import { FulfilmentRefused, LinkNotValid } from "./errors.ts";
import { FREE_ORDER_LINK_MINUTES, openFreeOrderLink, sealFreeOrderLink } from "./free-order-link.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";

/** Hands over an order that costs nothing. The caller has the proof that the address is the buyer's. */
export async function settleFreeOrder(ctx: TxContext, orderId: string): Promise<void> {
  const order = await lockOrderWithBuyer(ctx, orderId);
  if (order.status !== "pending" || order.totalMinor !== 0) return;
  const orderCtx = { ...ctx, correlationId: order.correlationId };
  const buyer = await buyerOfOrder(orderCtx, order);
  const refused = await fulfilLines(orderCtx, order, buyer);
  if (refused) throw refused;
  await completeSale(orderCtx, order, buyer);
}

/**
 * Hands over what waits for the proof of this address, once it is there. An order whose course its buyer has got
 * meanwhile by another way is left to lapse.
 */
export async function settleFreeOrdersOf(ctx: TxContext, emailNormalised: string): Promise<void> {
  for (const orderId of await freeOrdersWaitingFor(ctx, emailNormalised)) {
    try {
      await settleFreeOrder(ctx, orderId);
    } catch (error) {
      if (!(error instanceof FulfilmentRefused)) throw error;
    }
  }
}

/** Sends the link that proves the address. */
export async function mailFreeOrderLink(ctx: TxContext, order: Order, buyer: Buyer): Promise<void> {
  const url = new URL("/checkout/confirm", ctx.services.env.WEB_URL);
  url.searchParams.set("token", sealFreeOrderLink(ctx, order.id));
  await queueMail(ctx, {
    template: "verify-email",
    to: order.email,
    locale: buyer.locale,
    userId: buyer.userId,
    data: { name: buyer.name, verifyUrl: url.href, validForMinutes: FREE_ORDER_LINK_MINUTES },
    dedupeKey: `confirm-free-order:${order.id}`,
  });
}

/** The buyer came back with the link: the address is theirs, and the order is handed over. Throws `LinkNotValid`. */
export async function confirmFreeOrder(ctx: Context, token: string): Promise<{ orderId: string }> {
  const orderId = openFreeOrderLink(ctx, token);
  return withTransaction(ctx, async (tx) => {
    const order = await readOrder(tx, orderId);
    if (order.status === "expired" || order.status === "cancelled") throw new LinkNotValid();
    await settleFreeOrder(tx, order.id);
    return { orderId: order.id };
  });
}
