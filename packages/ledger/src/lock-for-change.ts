import { sql } from "drizzle-orm";
import type { LedgerTransaction } from "./ledger-context.ts";

/** One change at a time to a thing whose rows never change: closing a hold, taking an entry back. Ends with the transaction. */
export async function lockForChange(ctx: LedgerTransaction, id: string): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
}
