import { tables, withTransaction } from "@stoa/db";
import { found, newId } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { PoolCurrencyDiffers, PoolNameTaken, PoolNotFound } from "./errors.ts";
import { mustBeOpenPool } from "./open-pools.ts";
import { contributionPostings } from "./postings.ts";
import type { ContributeInput, CreatePoolInput } from "./schemas.ts";

const { grantPools, grantContributions } = tables;

/** A new, empty pool that takes gifts. Throws `PoolNameTaken`. */
export async function createPool(ctx: Context, input: CreatePoolInput): Promise<{ id: string }> {
  const id = newId("grantPool", ctx.clock.now().getTime());
  return withTransaction(ctx, async (tx) => {
    const [written] = await tx.db
      .insert(grantPools)
      .values({ id, ...input })
      .onConflictDoNothing({ target: grantPools.name })
      .returning({ id: grantPools.id });
    if (!written) throw new PoolNameTaken(input.name);
    await recordAudit(tx, { action: "grants.create_pool", subjectKind: "grant_pool", subjectId: id, after: input });
    return { id };
  });
}

/**
 * The platform puts money of its own into a pool, in the books at once. Throws `PoolNotFound`, `PoolClosed` and
 * `PoolCurrencyDiffers`.
 */
export async function contributeToPool(ctx: Context, input: ContributeInput): Promise<{ contributionId: string }> {
  const contributionId = newId("grantContribution", ctx.clock.now().getTime());
  return withTransaction(ctx, async (tx) => {
    const { poolId, amount, note } = input;
    const pool = await mustBeOpenPool(tx, poolId);
    if (pool.currency !== amount.currency) {
      throw new PoolCurrencyDiffers({ pool: pool.currency, asked: amount.currency });
    }
    const row = { id: contributionId, poolId, amountMinor: amount.amount, currency: amount.currency, note };
    await tx.db.insert(grantContributions).values(row);
    await postEntry(tx, {
      kind: "grant_pool_funded",
      subject: contributionId,
      transfers: contributionPostings(poolId, amount),
    });
    await recordAudit(tx, {
      action: "grants.contribute",
      subjectKind: "grant_pool",
      subjectId: poolId,
      after: { contributionId, amount, note },
    });
    return { contributionId };
  });
}

/** A closed pool takes no gifts and approves no awards; those approved are paid. */
export function closePool(ctx: Context, poolId: string): Promise<{ id: string }> {
  return movePool(ctx, poolId, "closed");
}

export function reopenPool(ctx: Context, poolId: string): Promise<{ id: string }> {
  return movePool(ctx, poolId, "open");
}

/** To be where it is asked to be is no error. Throws `PoolNotFound`. */
async function movePool(ctx: Context, id: string, to: "open" | "closed"): Promise<{ id: string }> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(grantPools).where(eq(grantPools.id, id)).for("update");
    const { status } = found(row, () => new PoolNotFound(id));
    if (status === to) return { id };
    await tx.db.update(grantPools).set({ status: to, updatedAt: sql`now()` }).where(eq(grantPools.id, id));
    await recordAudit(tx, {
      action: to === "open" ? "grants.reopen_pool" : "grants.close_pool",
      subjectKind: "grant_pool",
      subjectId: id,
      before: { status },
      after: { status: to },
    });
    return { id };
  });
}
