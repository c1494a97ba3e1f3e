import { tables } from "@stoa/db";
import { type Currency, found } from "@stoa/kit";
import { asc, eq } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { PoolClosed, PoolNotFound } from "./errors.ts";
import type { OpenPool } from "./schemas.ts";

const { grantPools } = tables;

/** The funds that take gifts, by name. Few, because people make them by hand. */
export async function openPools(ctx: Context): Promise<OpenPool[]> {
  const rows = await ctx.db
    .select()
    .from(grantPools)
    .where(eq(grantPools.status, "open"))
    .orderBy(asc(grantPools.name));
  return rows.map(({ id, name, description, currency }) => ({
    id,
    name,
    description,
    currency: currency as Currency,
  }));
}

/** A pool that gives and takes; it stays open until the transaction ends. Throws `PoolNotFound`, `PoolClosed`. */
export async function mustBeOpenPool(ctx: TxContext, poolId: string): Promise<{ id: string; currency: Currency }> {
  const [row] = await ctx.db.select().from(grantPools).where(eq(grantPools.id, poolId)).for("share");
  const pool = found(row, () => new PoolNotFound(poolId));
  if (pool.status !== "open") throw new PoolClosed(poolId);
  return { id: pool.id, currency: pool.currency as Currency };
}
