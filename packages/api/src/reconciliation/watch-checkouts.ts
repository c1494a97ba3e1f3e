import { tables } from "@stoa/db";
import { MINUTE_MS } from "@stoa/kit";
import { and, asc, eq, sql } from "drizzle-orm";
import { lookUpCheckout } from "../checkout/index.ts";
import type { Context } from "../platform/context.ts";

const { orders } = tables;

/** Webhooks and the buyer's return come first; what is older than this has perhaps lost both. */
const QUIET_MS = 2 * MINUTE_MS;
/** One run's share; the next minute takes the next. */
const BATCH = 200;

/**
 * The net under webhooks and return pages: every pending order that has been quiet for a while is looked up at its
 * gateway and settled or closed. One order that cannot be looked up does not hold up the others. Gives how many there were.
 */
export async function watchCheckouts(ctx: Context): Promise<number> {
  const waiting = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.status, "pending"), sql`${orders.updatedAt} < now() - ${QUIET_MS} * interval '1 millisecond'`))
    .orderBy(asc(orders.updatedAt))
    .limit(BATCH);
  for (const order of waiting) {
    try {
      await lookUpCheckout(ctx, order.id);
    } catch (error) {
      ctx.log.warn({ err: error, orderId: order.id }, "the gateway could not be asked about an order");
    }
    // The back of the queue, so that a batch of unanswered ones does not keep others waiting.
    await ctx.db
      .update(orders)
      .set({ updatedAt: sql`now()` })
      .where(and(eq(orders.id, order.id), eq(orders.status, "pending")));
  }
  return waiting.length;
}
