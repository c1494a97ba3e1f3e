import { tables, together } from "@stoa/db";
import { type Currency, money } from "@stoa/kit";
import { account, balancesOf, releaseForecast } from "@stoa/ledger";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { accountsOf } from "./post-commissions.ts";
import type { Earned } from "./read-dashboard.ts";
import type { Balances } from "./schemas.ts";

const { affiliateCommissions, ledgerBalances, ledgerTransfers } = tables;

/** What the ledger holds of an affiliate at this moment, in each currency, and when the rest is released (F4). */
export async function readBalances(ctx: Context, affiliateId: string, earned: readonly Earned[]): Promise<Balances[]> {
  const balances: Balances[] = [];
  for (const currency of await currenciesOf(ctx, affiliateId)) {
    const sums = earned.find((each) => each.currency === currency) ?? { earnedMinor: 0, clawedBackMinor: 0 };
    balances.push(await balanceIn(ctx, affiliateId, currency, sums));
  }
  return balances;
}

async function balanceIn(
  ctx: Context,
  affiliateId: string,
  currency: Currency,
  { earnedMinor, clawedBackMinor }: Pick<Earned, "earnedMinor" | "clawedBackMinor">,
): Promise<Balances> {
  const of = (minor: number) => money(minor, currency);
  const payable = { address: account.affiliatePayable(affiliateId), currency };
  const [forecast, [owed, owedBack], frozenMinor, paidMinor] = await together([
    () => releaseForecast(ctx, payable, ctx.clock.now(), { by: "day" }),
    () => balancesOf(ctx, accountsOf(affiliateId, currency)),
    () => frozenOf(ctx, affiliateId, currency),
    () => paidTo(ctx, payable.address, currency),
  ]);
  return {
    currency,
    earned: of(earnedMinor),
    clawedBack: of(clawedBackMinor),
    held: of(forecast.upcoming.reduce((sum, { amount }) => sum + amount.amount, 0)),
    frozen: of(frozenMinor),
    payable: forecast.released,
    inPayout: of((owed?.held.amount ?? 0) - frozenMinor),
    owedBack: owedBack?.balance ?? of(0),
    paid: of(paidMinor),
    upcoming: forecast.upcoming,
  };
}

async function currenciesOf(ctx: Context, affiliateId: string): Promise<Currency[]> {
  const rows = await ctx.db
    .select({ currency: ledgerBalances.currency })
    .from(ledgerBalances)
    .where(eq(ledgerBalances.address, account.affiliatePayable(affiliateId)))
    .orderBy(ledgerBalances.currency);
  return rows.map((row) => row.currency as Currency);
}

/** What open disputes keep, as it was reserved. */
async function frozenOf(ctx: Context, affiliateId: string, currency: Currency): Promise<number> {
  const [row] = await ctx.db
    .select({ minor: sql<string>`coalesce(sum(${ledgerTransfers.amountMinor}), 0)` })
    .from(affiliateCommissions)
    .innerJoin(ledgerTransfers, eq(ledgerTransfers.id, affiliateCommissions.freezeHoldId))
    .where(
      and(
        eq(affiliateCommissions.affiliateId, affiliateId),
        eq(affiliateCommissions.currency, currency),
        isNotNull(affiliateCommissions.freezeHoldId),
      ),
    );
  return Number(row?.minor ?? 0);
}

/** What was paid out, less what came back of it. */
async function paidTo(ctx: Context, address: string, currency: Currency): Promise<number> {
  const [row] = await ctx.db.execute<{ minor: string }>(sql`
    select coalesce((select sum(amount_minor) from ledger_transfers where debit_address = ${address}
        and currency = ${currency} and code = 'payout' and state in ('posted', 'post_pending')), 0)
      - coalesce((select sum(amount_minor) from ledger_transfers where credit_address = ${address}
        and currency = ${currency} and code = 'payout_returned'), 0) as minor`);
  return Number(row?.minor ?? 0);
}
