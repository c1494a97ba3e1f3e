import { tables } from "@stoa/db";
import { and, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { forgetOldKeys } from "../middleware/idempotency.ts";
import type { TxContext } from "../platform/context.ts";

const { emailTokens, rateLimitWindows, sessions } = tables;

/** Rows of one run; the next run takes the rest, so that no run holds locks for long. */
const BATCH = 5_000;

/**
 * Deletes what no longer says anything: counters whose window has passed, links and idempotency keys past their time,
 * sessions three months after their end. Addresses in links and sessions are personal data, and are not kept for ever.
 */
export async function forgetExpired(ctx: TxContext): Promise<void> {
  await forgetOldKeys(ctx);
  await forget(ctx, rateLimitWindows, rateLimitWindows.key, lt(rateLimitWindows.resetsAt, ago("1 hour")));
  await forget(ctx, emailTokens, emailTokens.id, lt(emailTokens.expiresAt, ago("30 days")));
  await forget(
    ctx,
    sessions,
    sessions.id,
    or(lt(sessions.endedAt, ago("90 days")), lt(sessions.expiresAt, ago("90 days"))),
  );
}

async function forget(ctx: TxContext, table: PgTable, key: PgColumn, which: SQL | undefined): Promise<void> {
  const some = ctx.db.select({ key }).from(table).where(which).limit(BATCH);
  await ctx.db.delete(table).where(and(inArray(key, some), which));
}

function ago(interval: string): SQL {
  return sql`now() - ${interval}::interval`;
}
