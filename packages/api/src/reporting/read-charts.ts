import { productKindEnum } from "@stoa/db/enums/orders";
import { CURRENCIES, type Currency, money } from "@stoa/kit";
import { account } from "@stoa/ledger";
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { CommissionStates, MoneyDays, PayoutMonths } from "./chart-schemas.ts";
import { since, utcDay } from "./spans-of-time.ts";

const textsOf = (texts: readonly string[]) =>
  sql.join(
    texts.map((text) => sql`${text}`),
    sql`, `,
  );
const REVENUE = textsOf(productKindEnum.enumValues.map((kind) => account.revenue(kind)));
/** Named, so that the statements of the accounts are walked from the first day on, and not from their beginning. */
const IN_ANY_CURRENCY = textsOf(CURRENCIES);

/**
 * What was earned each day by what was sold, as the books have it: without tax, less what went back. Beside it how many
 * payments there were, and how many refunds and disputes. Both read no more than the days asked for.
 */
export async function readMoneyDays(ctx: Context, { days }: { days: number }): Promise<MoneyDays> {
  const [revenue, counts] = await Promise.all([
    ctx.db.execute<{ day: string; kind: string; currency: string; minor: string }>(sql`
      select ${utcDay(sql`effective_at`)} as day, split_part(address, '/', 2) as kind, currency, sum(minor)::text as minor
      from (${transfersOf("credit", days)} union all ${transfersOf("debit", days)}) as moved
      group by 1, 2, 3 having sum(minor) <> 0 order by 1, 2, 3`),
    ctx.db.execute<MoneyDays["counts"][number]>(sql`
      select day, sum(payments)::int as payments, sum(refunds)::int as refunds, sum(disputes)::int as disputes from (
        select ${utcDay(sql`paid_at`)} as day, 1 as payments, 0 as refunds, 0 as disputes
          from orders where paid_at >= ${since(days)}
        union all select ${utcDay(sql`created_at`)}, 0, 1, 0
          from refunds where created_at >= ${since(days)} and status = 'succeeded'
        union all select ${utcDay(sql`created_at`)}, 0, 0, 1 from disputes where created_at >= ${since(days)}
      ) as happened group by day order by day`),
  ]);
  return { revenue: revenue.map(({ minor, ...row }) => ({ ...row, amountMinor: Number(minor) })), counts: [...counts] };
}

function transfersOf(side: "credit" | "debit", days: number): SQL {
  const address = sql.identifier(`${side}_address`);
  return sql`select effective_at, ${address} as address, currency, ${side === "debit" ? sql`-` : sql``}amount_minor as minor
    from ledger_transfers where ${address} in (${REVENUE}) and currency in (${IN_ANY_CURRENCY})
      and effective_at >= ${since(days)} and state in ('posted', 'post_pending')`;
}

/** What arrived at payees in each of the last months, by currency. */
export async function readPayoutMonths(ctx: Context, { months }: { months: number }): Promise<PayoutMonths> {
  const rows = await ctx.db.execute<{ month: string; currency: string; payouts: number; minor: string }>(sql`
    select to_char(paid_at at time zone 'utc', 'YYYY-MM') as month, currency, count(*)::int as payouts,
      sum(amount_minor)::text as minor
    from payouts where status = 'paid'
      and paid_at >= (date_trunc('month', now() at time zone 'utc') - ${months - 1} * interval '1 month') at time zone 'utc'
    group by 1, 2 order by 1, 2`);
  return { items: rows.map(({ minor, ...row }) => ({ ...row, amountMinor: Number(minor) })) };
}

/**
 * What is owed to all affiliates together, by where it stands. Owed and kept aside is what the ledger says; what waits for
 * its day, or for a decision, is read from the commissions of that day or decision alone.
 */
export async function readCommissionStates(ctx: Context): Promise<CommissionStates> {
  const rows = await ctx.db.execute<{
    currency: Currency;
    owed: string;
    aside: string;
    waiting: string;
    undecided: string;
  }>(sql`
    select currency, sum(owed)::text as owed, sum(aside)::text as aside, sum(waiting)::text as waiting,
      sum(undecided)::text as undecided
    from (
      select currency, credits_posted - debits_posted as owed, debits_pending as aside, 0 as waiting, 0 as undecided
        from ledger_balances where address like 'affiliate/%/payable'
      union all select currency, 0, 0, remaining_minor, 0 from affiliate_commissions
        where posted_at is not null and available_at > now() and freeze_hold_id is null
      union all select c.currency, 0, 0, 0, c.remaining_minor
        from affiliate_referrals r join affiliate_commissions c on c.referral_id = r.id where r.status = 'held'
    ) as parts group by currency having sum(owed) + sum(undecided) > 0 order by currency`);
  return {
    items: rows.map(({ currency, ...row }) => {
      const [owed, aside, waiting] = [Number(row.owed), Number(row.aside), Number(row.waiting)];
      const of = (minor: number) => money(minor, currency);
      return {
        currency,
        undecided: of(Number(row.undecided)),
        waiting: of(waiting),
        payable: of(Math.max(0, owed - aside - waiting)),
        aside: of(aside),
      };
    }),
  };
}
