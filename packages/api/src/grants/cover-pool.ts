import { tables } from "@stoa/db";
import { type Money, money } from "@stoa/kit";
import { account, balanceOf, postEntry } from "@stoa/ledger";
import { eq } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { contributionPostings } from "./postings.ts";

const { grantPools } = tables;

/**
 * A giver is about to get a gift back. What the pool has spent of it, or keeps aside for people who were told yes, the
 * platform puts in, so that the pool is never overdrawn. `cause` names the refund or dispute. The pool is locked, so that
 * no award is approved out of the same money meanwhile.
 */
export async function coverPool(ctx: TxContext, gift: { poolId: string; amount: Money; cause: string }): Promise<void> {
  const { poolId, amount, cause } = gift;
  await ctx.db.select({ id: grantPools.id }).from(grantPools).where(eq(grantPools.id, poolId)).for("update");
  const { available } = await balanceOf(ctx, { address: account.grantsPool(poolId), currency: amount.currency });
  const missing = amount.amount - available.amount;
  if (missing <= 0) return;
  await postEntry(ctx, {
    kind: "grant_pool_covered",
    subject: `${cause}:${poolId}`,
    transfers: contributionPostings(poolId, money(missing, amount.currency)),
  });
}
