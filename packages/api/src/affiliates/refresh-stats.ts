import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { type SQL, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { statsToRefresh } from "./stats-message.ts";
import { tellOfFirstSale } from "./tell-of-first-sale.ts";

const { affiliateStats } = tables;

/** Rows taken in at a time: well under a second, and then the next run goes on. */
const BATCH = 20_000;

/**
 * Adds what is new to the sums by day, and marks it as counted, in one transaction; so a second run finds nothing to add
 * and nothing is added twice. The work is in proportion to what is new, however long the affiliate's past (B5).
 */
export async function refreshStats(ctx: Context, { affiliateId }: { affiliateId: string }): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    const clicks = await countNew(tx, foldClicks(affiliateId));
    const conversions = await countNew(tx, foldConversions(affiliateId));
    const earnings = await countNew(tx, foldEarnings(affiliateId));
    const countedAt = ctx.clock.now();
    await tx.db
      .insert(affiliateStats)
      .values({ affiliateId, countedAt })
      .onConflictDoUpdate({ target: affiliateStats.affiliateId, set: { countedAt } });
    // A sale that a person had to accept earns long after it was one.
    if (conversions + earnings > 0) await tellOfFirstSale(tx, affiliateId);
    const more = Math.max(clicks, conversions, earnings) === BATCH;
    if (more) await enqueue(tx, statsToRefresh, { affiliateId }, { dedupeKey: affiliateId });
  });
}

async function countNew(ctx: TxContext, fold: SQL): Promise<number> {
  const [row] = await ctx.db.execute<{ taken: string }>(fold);
  return Number(row?.taken ?? 0);
}

/** The rows of a table that are not counted yet, marked as counted and grouped by their day. */
function taken(
  table: "affiliate_clicks" | "affiliate_referrals" | "affiliate_earnings",
  affiliateId: string,
  isNew: SQL,
): SQL {
  const name = sql.identifier(table);
  return sql`update ${name} set counted_at = now() where id in (
    select id from ${name} where affiliate_id = ${affiliateId} and ${isNew} and counted_at is null limit ${BATCH} for update
  ) returning *`;
}

function foldClicks(affiliateId: string): SQL {
  return sql`with taken as (${taken("affiliate_clicks", affiliateId, sql`true`)}), added as (
    insert into affiliate_days as d (affiliate_id, day, clicks)
    select affiliate_id, (clicked_at at time zone 'UTC')::date, count(*) from taken group by 1, 2
    on conflict (affiliate_id, day) do update set clicks = d.clicks + excluded.clicks)
    select count(*) as taken from taken`;
}

function foldConversions(affiliateId: string): SQL {
  return sql`with taken as (${taken("affiliate_referrals", affiliateId, sql`converted_at is not null`)}), added as (
    insert into affiliate_days as d (affiliate_id, day, conversions)
    select affiliate_id, (converted_at at time zone 'UTC')::date, count(*) from taken group by 1, 2
    on conflict (affiliate_id, day) do update set conversions = d.conversions + excluded.conversions)
    select count(*) as taken from taken`;
}

function foldEarnings(affiliateId: string): SQL {
  return sql`with taken as (${taken("affiliate_earnings", affiliateId, sql`true`)}), added as (
    insert into affiliate_earning_days as d (affiliate_id, day, currency, earned_minor, clawed_back_minor)
    select affiliate_id, (occurred_at at time zone 'UTC')::date, currency,
      coalesce(sum(minor) filter (where minor > 0), 0), coalesce(-sum(minor) filter (where minor < 0), 0)
    from taken group by 1, 2, 3
    on conflict (affiliate_id, day, currency) do update set earned_minor = d.earned_minor + excluded.earned_minor,
      clawed_back_minor = d.clawed_back_minor + excluded.clawed_back_minor)
    select count(*) as taken from taken`;
}
