import { tables } from "@stoa/db";
import { newSecret } from "@stoa/kit";
import { and, asc, desc, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import type { PricedOrder } from "./place-order.ts";

const { orders } = tables;

export interface OpenOrderQuestion {
  userId: string | null;
  email: string;
  /** What a guest shows to be known again. */
  orderToken: string | null;
  priced: PricedOrder;
  /** Where the buyer wants to pay now; null: wherever the order was opened. */
  gateway: typeof orders.$inferSelect.gateway;
  leastLeftMs: number;
}

/** The newest pending order of this buyer with the same lines, coupon and total, locked, or null. */
export async function findOpenOrder(
  ctx: TxContext,
  { userId, email, orderToken, priced, gateway, leastLeftMs }: OpenOrderQuestion,
): Promise<{ id: string; redirectUrl: string | null } | null> {
  const cart = priced.lines.map((line) => `${line.kind}:${line.subjectId}:${line.quantity}`).sort();
  const owner =
    userId !== null
      ? eq(orders.userId, userId)
      : and(isNull(orders.userId), eq(orders.tokenHash, sha256(orderToken ?? "")));
  const [row] = await ctx.db
    .select({ id: orders.id, redirectUrl: orders.redirectUrl })
    .from(orders)
    .where(
      and(
        owner,
        // A member may have moved to another address since; what is bought now goes there.
        eq(orders.emailNormalised, email),
        eq(orders.status, "pending"),
        eq(orders.totalMinor, priced.totalMinor),
        eq(orders.currency, priced.currency),
        eq(orders.taxCountry, priced.tax.country),
        priced.coupon === null ? isNull(orders.couponId) : eq(orders.couponId, priced.coupon.id),
        gateway === null ? undefined : eq(orders.gateway, gateway),
        sql`${orders.expiresAt} > now() + ${leastLeftMs} * interval '1 millisecond'`,
        sql`array(select line.item from (
          select l.kind || ':' || l.subject_id || ':' || l.quantity as item from order_lines l where l.order_id = ${orders.id}
        ) line order by line.item collate "C") = ${sql.param(cart)}::text[]`,
      ),
    )
    .orderBy(desc(orders.createdAt))
    .limit(1)
    .for("update");
  return row ?? null;
}

/** The buyer's own orders that wait for their money and keep a use of a coupon, the oldest first. */
export async function openOrdersWithCoupon(
  ctx: Context,
  { userId, orderToken, couponId }: { userId: string | null; orderToken: string | null; couponId: string },
): Promise<string[]> {
  const own = or(
    userId === null ? undefined : eq(orders.userId, userId),
    orderToken === null ? undefined : eq(orders.tokenHash, sha256(orderToken)),
  );
  if (own === undefined) return [];
  const rows = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(own, eq(orders.couponId, couponId), eq(orders.status, "pending")))
    .orderBy(asc(orders.createdAt));
  return rows.map((row) => row.id);
}

/** The orders of an address that cost nothing and wait for its proof, the oldest first. */
export async function freeOrdersWaitingFor(ctx: TxContext, emailNormalised: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        eq(orders.emailNormalised, emailNormalised),
        eq(orders.status, "pending"),
        eq(orders.totalMinor, 0),
        gt(orders.expiresAt, sql`now()`),
      ),
    )
    .orderBy(asc(orders.createdAt));
  return rows.map((row) => row.id);
}

/** A new token for an order, in place of the one before; for a buyer who is known by other means. */
export async function renewOrderToken(ctx: TxContext, orderId: string): Promise<string> {
  const orderToken = newSecret();
  await ctx.db
    .update(orders)
    .set({ tokenHash: sha256(orderToken) })
    .where(eq(orders.id, orderId));
  return orderToken;
}
