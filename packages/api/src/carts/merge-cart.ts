import { tables, withTransaction } from "@stoa/db";
import { eq, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { CART_LINES_MAX, lockOrMakeCartOf, tokenShown } from "./cart.ts";

const { carts, cartLines, cartOrders } = tables;

type LineRow = typeof cartLines.$inferSelect;

/**
 * Moves what a visitor had put into a cart to the account they signed in to, and ends the visitor's cart. Told again it
 * changes nothing.
 */
export async function mergeCart(ctx: Context): Promise<void> {
  const { actor } = ctx;
  const shown = tokenShown(ctx);
  if (actor.kind !== "user" || shown === null) return;
  await withTransaction(ctx, async (tx) => {
    const [visitors] = await tx.db.select().from(carts).where(shown).for("update");
    if (!visitors) return;
    const cartId = await lockOrMakeCartOf(tx, actor.id);
    const moved = linesToMove(await linesOf(tx, visitors.id), await linesOf(tx, cartId));
    if (moved.length > 0) await writeLines(tx, cartId, moved);
    if (visitors.couponCode !== null) {
      await tx.db.update(carts).set({ couponCode: visitors.couponCode }).where(eq(carts.id, cartId));
    }
    await tx.db.update(cartOrders).set({ cartId }).where(eq(cartOrders.cartId, visitors.id));
    await tx.db.delete(carts).where(eq(carts.id, visitors.id));
  });
}

/** What is in both stays as it was put in last; of what is more than a cart holds, the newest come along. Pure. */
export function linesToMove<Line extends Pick<LineRow, "kind" | "subjectId" | "addedAt">>(
  visitors: readonly Line[],
  own: readonly Line[],
): Line[] {
  const known = new Map(own.map((line) => [`${line.kind}:${line.subjectId}`, line]));
  const newest = [...visitors].sort((a, b) => b.addedAt.getTime() - a.addedAt.getTime());
  const [both, fresh] = [[] as Line[], [] as Line[]];
  for (const line of newest) {
    const mine = known.get(`${line.kind}:${line.subjectId}`);
    if (!mine) fresh.push(line);
    else if (line.addedAt > mine.addedAt) both.push(line);
  }
  return [...both, ...fresh.slice(0, CART_LINES_MAX - own.length)];
}

function linesOf(ctx: TxContext, cartId: string): Promise<LineRow[]> {
  return ctx.db.select().from(cartLines).where(eq(cartLines.cartId, cartId));
}

async function writeLines(ctx: TxContext, cartId: string, lines: readonly LineRow[]): Promise<void> {
  await ctx.db
    .insert(cartLines)
    .values(lines.map((line) => ({ ...line, cartId })))
    .onConflictDoUpdate({
      target: [cartLines.cartId, cartLines.kind, cartLines.subjectId],
      set: {
        quantity: sql`excluded.quantity`,
        title: sql`excluded.title`,
        seenMinor: sql`excluded.seen_minor`,
        currency: sql`excluded.currency`,
        addedAt: sql`excluded.added_at`,
      },
    });
}
