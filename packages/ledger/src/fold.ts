import { withTransaction } from "@stoa/db";
import { only } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { LedgerContext } from "./ledger-context.ts";

/**
 * Brings the totals of the hot accounts up to the last seal, so that reading them sums only what followed. Answers how
 * many accounts moved. A balance is exact whether this ran a second or a year ago; only its price changes.
 */
export function foldHotAccounts(ctx: LedgerContext): Promise<number> {
  return withTransaction(ctx, async ({ db }) => {
    const rows = await db.execute<{ folded: number }>(sql`select ledger_fold_hot_accounts() as folded`);
    return only(rows).folded;
  });
}
