import { DAY_MS } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";

/** How long what was told, and what came back, can be looked at and sent again. */
export const KEPT_DAYS = 30;

const BATCH = 2_000;

/** Deletes messages of their age with their deliveries and tries, in batches, so that nothing waits for it. */
export async function pruneMessages(ctx: Context): Promise<number> {
  const before = new Date(ctx.clock.now().getTime() - KEPT_DAYS * DAY_MS).toISOString();
  for (let pruned = 0; ; ) {
    const rows = await ctx.db.execute(sql`
      delete from webhook_messages where id in (
        select id from webhook_messages where created_at < ${before}::timestamptz order by created_at limit ${BATCH}
      ) returning id`);
    pruned += rows.length;
    if (rows.length < BATCH) return pruned;
  }
}
