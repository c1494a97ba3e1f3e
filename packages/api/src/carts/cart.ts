import { tables, withTransaction } from "@stoa/db";
import { type Currency, type Money, money, newId, newSecret } from "@stoa/kit";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import { CartFull } from "./errors.ts";

const { carts, cartLines } = tables;

/** As many lines as one checkout takes. */
export const CART_LINES_MAX = 20;

export interface CartLine {
  kind: (typeof tables.productKindEnum.enumValues)[number];
  subjectId: string;
  quantity: number;
  title: string;
  /** What one of them cost when it was put in. */
  seen: Money;
}

export interface Cart {
  id: string;
  couponCode: string | null;
  lines: CartLine[];
}

/** The caller's cart, or null: an account's own, else the one whose token the visitor shows. */
export async function readCart(ctx: Context): Promise<Cart | null> {
  const mine = ownedBy(ctx);
  if (mine === null) return null;
  const rows = await ctx.db
    .select({ cart: { id: carts.id, couponCode: carts.couponCode }, line: cartLines })
    .from(carts)
    .leftJoin(cartLines, eq(cartLines.cartId, carts.id))
    .where(mine)
    .orderBy(asc(cartLines.addedAt), asc(cartLines.subjectId));
  const [first] = rows;
  if (!first) return null;
  return { ...first.cart, lines: rows.flatMap(({ line }) => (line === null ? [] : [asLine(line)])) };
}

/** How many lines the caller's cart has; for the sign in the head of each page. */
export async function countCartLines(ctx: Context): Promise<number> {
  const mine = ownedBy(ctx);
  if (mine === null) return 0;
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(cartLines)
    .innerJoin(carts, eq(carts.id, cartLines.cartId))
    .where(mine);
  return row?.count ?? 0;
}

/**
 * Puts a line into the caller's cart, and makes the cart when there is none. What is in it already takes the new
 * quantity and price, and counts as put in now. Gives the token of a visitor's new cart, which is told once. Throws
 * `CartFull`.
 */
export async function putInCart(ctx: TxContext, line: CartLine): Promise<{ token: string | null }> {
  const { id, token } = await lockOrMakeCart(ctx);
  const values = {
    quantity: line.quantity,
    title: line.title,
    seenMinor: line.seen.amount,
    currency: line.seen.currency,
  };
  await ctx.db
    .insert(cartLines)
    .values({ cartId: id, kind: line.kind, subjectId: line.subjectId, ...values })
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.kind, cartLines.subjectId],
      set: { ...values, addedAt: sql`now()` },
    });
  const [row] = await ctx.db
    .select({ count: sql<number>`count(*)::int` })
    .from(cartLines)
    .where(eq(cartLines.cartId, id));
  if ((row?.count ?? 0) > CART_LINES_MAX) throw new CartFull(CART_LINES_MAX);
  return { token };
}

/** Takes a line out; one that is not there is out already. */
export async function takeFromCart(ctx: Context, line: Pick<CartLine, "kind" | "subjectId">): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const cart = await lockCart(tx);
    if (cart === null) return;
    const same = [eq(cartLines.kind, line.kind), eq(cartLines.subjectId, line.subjectId)];
    await tx.db.delete(cartLines).where(and(eq(cartLines.cartId, cart.id), ...same));
  });
}

/** Keeps the code that the buyer typed with the cart, or forgets it. */
export async function keepCoupon(ctx: Context, couponCode: string | null): Promise<void> {
  const mine = ownedBy(ctx);
  if (mine === null) return;
  await ctx.db.update(carts).set({ couponCode, updatedAt: sql`now()` }).where(mine);
}

/** Locks the caller's cart and notes that it is in use; null when there is none. */
async function lockCart(ctx: TxContext): Promise<{ id: string } | null> {
  const mine = ownedBy(ctx);
  if (mine === null) return null;
  const [row] = await ctx.db.update(carts).set({ updatedAt: sql`now()` }).where(mine).returning({ id: carts.id });
  return row ?? null;
}

async function lockOrMakeCart(ctx: TxContext): Promise<{ id: string; token: string | null }> {
  const { actor } = ctx;
  if (actor.kind === "user") return { id: await lockOrMakeCartOf(ctx, actor.id), token: null };
  const known = await lockCart(ctx);
  if (known) return { ...known, token: null };
  const id = newId("cart", ctx.clock.now().getTime());
  const token = newSecret();
  await ctx.db.insert(carts).values({ id, tokenHash: sha256(token) });
  return { id, token };
}

/** An account has one cart, also when two of its tabs make it at the same moment. */
export async function lockOrMakeCartOf(ctx: TxContext, userId: string): Promise<string> {
  const id = newId("cart", ctx.clock.now().getTime());
  const [row] = await ctx.db
    .insert(carts)
    .values({ id, userId })
    .onConflictDoUpdate({ target: carts.userId, set: { updatedAt: sql`now()` } })
    .returning({ id: carts.id });
  return row?.id ?? id;
}

/** The condition that finds the caller's cart; null for a visitor who shows no token. */
function ownedBy(ctx: Context): SQL | null {
  if (ctx.actor.kind === "user") return eq(carts.userId, ctx.actor.id);
  return tokenShown(ctx);
}

/** The condition that finds the cart whose token the request brought. */
export function tokenShown(ctx: Context): SQL | null {
  const token = ctx.request?.cartToken ?? null;
  return token === null ? null : eq(carts.tokenHash, sha256(token));
}

function asLine(row: typeof cartLines.$inferSelect): CartLine {
  const { kind, subjectId, quantity, title, seenMinor, currency } = row;
  return { kind, subjectId, quantity, title, seen: money(seenMinor, currency as Currency) };
}
