import { tables, together } from "@stoa/db";
import { BPS, type Currency, DAY_MS, money, mulDiv } from "@stoa/kit";
import { and, asc, eq, gte, sql } from "drizzle-orm";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { ownAffiliate } from "./affiliate.ts";
import { readBalances } from "./read-balances.ts";
import type { Dashboard, StatsDay } from "./schemas.ts";

const { affiliateDays, affiliateEarningDays, affiliateStats } = tables;

/** Sums of one currency over all days. */
export interface Earned {
  currency: Currency;
  earnedMinor: number;
  clawedBackMinor: number;
}

/**
 * How an affiliate does: clicks, sales and earnings as the worker last added them up, with the moment of it, and what is
 * held, payable and paid as the ledger has it now. The sums are of days, so the answer does not slow down with the years.
 */
export async function readDashboard(
  ctx: Context,
  { affiliateId, days }: { affiliateId: string; days: number },
): Promise<Dashboard> {
  const shown = lastDays(ctx.clock.now(), days);
  const [totals, earned, ofDays] = await together([
    () => readTotals(ctx, affiliateId),
    () => readEarned(ctx, affiliateId),
    () => readDays(ctx, affiliateId, shown),
  ]);
  const { clicks, conversions, countedAt } = totals;
  return {
    countedAt,
    clicks,
    conversions,
    conversionBps: clicks === 0 ? null : mulDiv(conversions, BPS, clicks),
    balances: await readBalances(ctx, affiliateId, earned),
    days: ofDays,
  };
}

/** The dashboard of the signed-in affiliate. Throws `NotAffiliate`. */
export async function readOwnDashboard(
  ctx: Context & { actor: UserActor },
  { days }: { days: number },
): Promise<Dashboard> {
  const { id } = await ownAffiliate(ctx);
  return readDashboard(ctx, { affiliateId: id, days });
}

async function readTotals(ctx: Context, affiliateId: string) {
  const [row] = await ctx.db
    .select({
      countedAt: affiliateStats.countedAt,
      clicks: sql<number>`coalesce(sum(${affiliateDays.clicks}), 0)::int`,
      conversions: sql<number>`coalesce(sum(${affiliateDays.conversions}), 0)::int`,
    })
    .from(affiliateStats)
    .leftJoin(affiliateDays, eq(affiliateDays.affiliateId, affiliateStats.affiliateId))
    .where(eq(affiliateStats.affiliateId, affiliateId))
    .groupBy(affiliateStats.affiliateId, affiliateStats.countedAt);
  return row ?? { countedAt: ctx.clock.now(), clicks: 0, conversions: 0 };
}

async function readEarned(ctx: Context, affiliateId: string): Promise<Earned[]> {
  const rows = await ctx.db
    .select({
      currency: affiliateEarningDays.currency,
      earnedMinor: sql<string>`sum(${affiliateEarningDays.earnedMinor})`,
      clawedBackMinor: sql<string>`sum(${affiliateEarningDays.clawedBackMinor})`,
    })
    .from(affiliateEarningDays)
    .where(eq(affiliateEarningDays.affiliateId, affiliateId))
    .groupBy(affiliateEarningDays.currency)
    .orderBy(asc(affiliateEarningDays.currency));
  return rows.map((row) => ({
    currency: row.currency as Currency,
    earnedMinor: Number(row.earnedMinor),
    clawedBackMinor: Number(row.clawedBackMinor),
  }));
}

/** The days (UTC) up to today, the oldest first. */
function lastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(now.getTime() - (count - 1 - i) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Every day has its row, also those on which nothing happened. */
async function readDays(ctx: Context, affiliateId: string, shown: readonly string[]): Promise<StatsDay[]> {
  const from = shown[0] ?? "";
  const [counted, earned] = await together([
    () =>
      ctx.db
        .select()
        .from(affiliateDays)
        .where(and(eq(affiliateDays.affiliateId, affiliateId), gte(affiliateDays.day, from)))
        .orderBy(asc(affiliateDays.day)),
    () =>
      ctx.db
        .select()
        .from(affiliateEarningDays)
        .where(and(eq(affiliateEarningDays.affiliateId, affiliateId), gte(affiliateEarningDays.day, from)))
        .orderBy(asc(affiliateEarningDays.day), asc(affiliateEarningDays.currency)),
  ]);
  return shown.map((day) => {
    const { clicks, conversions } = counted.find((row) => row.day === day) ?? { clicks: 0, conversions: 0 };
    const ofDay = earned.filter((row) => row.day === day);
    return {
      day,
      clicks,
      conversions,
      earned: ofDay.map((row) => money(row.earnedMinor - row.clawedBackMinor, row.currency as Currency)),
    };
  });
}
