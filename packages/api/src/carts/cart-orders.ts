import { tables } from "@stoa/db";
import { and, eq, exists, inArray, lt, or, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { tokenShown } from "./cart.ts";

const { carts, cartLines, cartOrders, orders, orderLines } = tables;

/**
 * Notes that a visitor placed an order while they held this cart. An account's cart is found by the account; so is one that
 * is joined to an account at this moment, and gone when the lock is had.
 */
export async function noteCartOrder(ctx: TxContext, orderId: string): Promise<void> {
  const shown = tokenShown(ctx);
  if (shown === null) return;
  const [cart] = await ctx.db.select({ cartId: carts.id }).from(carts).where(shown).for("key share");
  if (cart) await ctx.db.insert(cartOrders).values({ orderId, ...cart });
}

/**
 * Takes out of the buyer's cart what an order has paid for, and the code that it used: of the cart it came from, and of
 * the account's own.
 */
export async function removeBought(ctx: TxContext, orderId: string): Promise<void> {
  const bought = ctx.db
    .select({ one: sql`1` })
    .from(orderLines)
    .where(
      and(
        eq(orderLines.orderId, orderId),
        eq(orderLines.kind, cartLines.kind),
        eq(orderLines.subjectId, cartLines.subjectId),
      ),
    );
  const origin = ctx.db.select({ id: cartOrders.cartId }).from(cartOrders).where(eq(cartOrders.orderId, orderId));
  const own = ctx.db
    .select({ id: carts.id })
    .from(carts)
    .innerJoin(orders, eq(orders.userId, carts.userId))
    .where(eq(orders.id, orderId));
  await ctx.db
    .delete(cartLines)
    .where(and(or(inArray(cartLines.cartId, origin), inArray(cartLines.cartId, own)), exists(bought)));
  const code = ctx.db.select({ code: orders.couponCode }).from(orders).where(eq(orders.id, orderId));
  await ctx.db
    .update(carts)
    .set({ couponCode: null })
    .where(and(or(inArray(carts.id, origin), inArray(carts.id, own)), inArray(carts.couponCode, code)));
}

/** Carts of one run; the next run takes the rest. */
const BATCH = 5_000;

/** Forgets the carts that no visitor has touched for as long as their cookie lives, and no account for half a year. */
export async function forgetOldCarts(ctx: TxContext): Promise<void> {
  const old = ctx.db
    .select({ id: carts.id })
    .from(carts)
    .where(
      or(
        and(sql`${carts.userId} is null`, lt(carts.updatedAt, sql`now() - interval '30 days'`)),
        lt(carts.updatedAt, sql`now() - interval '180 days'`),
      ),
    )
    .limit(BATCH);
  await ctx.db.delete(carts).where(inArray(carts.id, old));
}
