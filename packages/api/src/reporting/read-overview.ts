import { only } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { Overview } from "./schemas.ts";
import { since, utcDay } from "./spans-of-time.ts";

/**
 * The state of the house on one page. Sales are what the orders say was taken, by the day of payment; nothing here is a
 * counter that could drift (B11). A handful of statements, whatever the number of rows they count.
 */
export async function readOverview(ctx: Context, { days }: { days: number }): Promise<Overview> {
  const [sales, webhookDays, figures] = await Promise.all([
    salesByDay(ctx, days),
    webhooksByDay(ctx, days),
    readFigures(ctx),
  ]);
  return { ...figures, sales, webhooks: { ...figures.webhooks, byDay: webhookDays } };
}

async function salesByDay(ctx: Context, days: number): Promise<Overview["sales"]> {
  const rows = await ctx.db.execute<{ day: string; currency: string; orders: number; amount: string }>(sql`
    select ${utcDay(sql`paid_at`)} as day, settled_currency as currency, count(*)::int as orders,
      sum(settled_minor)::text as amount
    from orders where paid_at >= ${since(days)} group by 1, 2 order by 1, 2`);
  return rows.map((row) => ({
    day: row.day,
    currency: row.currency,
    orders: row.orders,
    amountMinor: Number(row.amount),
  }));
}

async function webhooksByDay(ctx: Context, days: number): Promise<Overview["webhooks"]["byDay"]> {
  const lag = sql`extract(epoch from handled_at - received_at) * 1000`;
  const rows = await ctx.db.execute<{ day: string; received: number; p50: number; p95: number }>(sql`
    select ${utcDay(sql`received_at`)} as day, count(*)::int as received,
      coalesce(percentile_cont(0.5) within group (order by ${lag}), 0)::float as p50,
      coalesce(percentile_cont(0.95) within group (order by ${lag}), 0)::float as p95
    from inbox_events where received_at >= ${since(days)} group by 1 order by 1`);
  return rows.map((row) => ({
    day: row.day,
    received: row.received,
    p50Ms: Math.round(row.p50),
    p95Ms: Math.round(row.p95),
  }));
}

type Figures = Omit<Overview, "sales" | "webhooks"> & { webhooks: Omit<Overview["webhooks"], "byDay"> };

async function readFigures(ctx: Context): Promise<Figures> {
  const today = since(1);
  const rows = await ctx.db.execute<{
    figures: Figures & { lms: { breakerOpenUntil: string | null; lastSuccessAt: string | null } };
  }>(sql`
    select json_build_object(
      'orders', (select json_build_object(
        'paidToday', count(*) filter (where paid_at >= ${today}),
        'pending', count(*) filter (where status = 'pending'),
        'inReview', count(*) filter (where status = 'review')) from orders),
      'webhooks', (select json_build_object(
        'open', count(*) filter (where dead_at is null), 'dead', count(*) filter (where dead_at is not null),
        'oldestOpenSeconds', coalesce(extract(epoch from now() - min(received_at) filter (where dead_at is null)), 0)::float)
        from inbox_events where handled_at is null),
      'lms', (select json_build_object(
        'pending', count(*) filter (where status = 'pending'), 'syncing', count(*) filter (where status = 'syncing'),
        'synced', count(*) filter (where status = 'synced'), 'failed', count(*) filter (where status = 'failed'),
        'failedLastHour', count(*) filter (where status = 'failed' and updated_at > now() - interval '1 hour'),
        'breakerOpenUntil', (select open_until from lms_health), 'lastSuccessAt', (select last_success_at from lms_health),
        'lastError', (select last_error from lms_health)) from lms_syncs),
      'jobs', (select json_build_object(
        'waiting', count(*) filter (where dead_at is null and available_at <= now()), 'dead', count(*) filter (where dead_at is not null),
        'oldestSeconds', coalesce(extract(epoch from now() - min(available_at) filter (where dead_at is null and available_at <= now())), 0)::float)
        from outbox where done_at is null),
      'mails', (select json_build_object(
        'queued', count(*) filter (where status = 'queued'), 'failed', count(*) filter (where status = 'failed'),
        'sentToday', count(*) filter (where sent_at >= ${today})) from mails),
      'people', (select json_build_object(
        'accounts', count(*), 'newToday', count(*) filter (where created_at >= ${today}),
        'enrolments', (select count(*) from enrolments where status in ('active', 'completed'))) from users where deleted_at is null)
    ) as figures`);
  const { figures } = only(rows);
  const instantOf = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...figures,
    lms: {
      ...figures.lms,
      breakerOpenUntil: instantOf(figures.lms.breakerOpenUntil),
      lastSuccessAt: instantOf(figures.lms.lastSuccessAt),
    },
  };
}
