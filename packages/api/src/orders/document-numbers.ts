import { tables, together } from "@stoa/db";
import { only } from "@stoa/kit";
import { and, eq, sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";

const { invoiceCounters } = tables;

/** What is numbered: the shop's sales, and what takes them back; another seller would count in a series of their own. */
export type Series = "STOA" | "STOA-CN";

/**
 * The next number of a series and year, as in `STOA-2026-000042`. The counter's row stays locked until the commit, so that
 * a rollback gives the number back and no two documents share one; every other one waits meanwhile, so take it last.
 */
export async function takeNumber(ctx: TxContext, series: Series, issuedAt: Date): Promise<string> {
  const year = issuedAt.getUTCFullYear();
  return `${series}-${year}-${String(await nextNumber(ctx, series, year)).padStart(6, "0")}`;
}

/**
 * Behind a lock whose waiters are served in turn. Those who wait for a row that every commit replaces are not: they start
 * over each time, and the unlucky wait until their time is up.
 */
async function nextNumber(ctx: TxContext, series: Series, year: number): Promise<number> {
  const next = { lastNumber: sql`${invoiceCounters.lastNumber} + 1` };
  const number = { lastNumber: invoiceCounters.lastNumber };
  const [, [counted]] = await together([
    () => waitInTurn(ctx, `invoice:${series}:${year}`),
    () =>
      ctx.db
        .update(invoiceCounters)
        .set(next)
        .where(and(eq(invoiceCounters.series, series), eq(invoiceCounters.year, year)))
        .returning(number),
  ]);
  if (counted) return counted.lastNumber;
  const target = [invoiceCounters.series, invoiceCounters.year];
  const first = await ctx.db
    .insert(invoiceCounters)
    .values({ series, year, lastNumber: 1 })
    .onConflictDoUpdate({ target, set: next })
    .returning(number);
  return only(first, "counter").lastNumber;
}

/** The queue is long when many documents come at once; the bound on every statement bounds it too. */
async function waitInTurn(ctx: TxContext, name: string): Promise<void> {
  await ctx.db.execute(sql`
    select set_config('lock_timeout', current_setting('statement_timeout'), true), pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
