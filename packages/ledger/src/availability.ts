import { type Money, money } from "@stoa/kit";
import { type SQL, sql } from "drizzle-orm";
import type { AccountRef } from "./balance.ts";
import { declarationOf, type Side } from "./chart.ts";
import type { LedgerContext } from "./ledger-context.ts";

/** Money that becomes available at one moment, for one reason. */
export interface Release {
  availableAt: Date;
  reason: string;
  amount: Money;
}

/** Why a payee is not paid yet: what may be paid out at `at`, and what follows when, and why not before. */
export interface ReleaseForecast extends AccountRef {
  at: Date;
  released: Money;
  upcoming: Release[];
}

/**
 * What of an account's posted balance is released at a moment, and the releases to come. A reversal carries the release
 * date of what it takes back, so that a refunded sale leaves its day and not the payee's other money. Open holds reduce
 * what is released, at once, unless they name the date of what they hold. What is released is the whole less what comes
 * later, so that the past of an account is not read, however long it is. By day, the releases of a day (UTC) are one, told
 * with its last moment.
 */
export async function releaseForecast(
  ctx: Pick<LedgerContext, "db">,
  { address, currency }: AccountRef,
  at: Date,
  { by = "instant" }: { by?: "instant" | "day" } = {},
): Promise<ReleaseForecast> {
  const { normalSide, tracked } = declarationOf(address);
  const totals = tracked ? sql`ledger_balances` : sql`ledger_totals`;
  const whole =
    normalSide === "credit"
      ? sql`credits_posted - debits_posted - debits_pending`
      : sql`debits_posted - credits_posted - credits_pending`;
  const rows = await ctx.db.execute<{ later: string | null; reason: string | null; minor: string }>(sql`
    with later as (
      select max(available_at) as later, available_reason as reason, sum(minor) as minor
      from (${movedLater({ address, currency }, normalSide, at)}) moved
      group by ${by === "day" ? sql`date_trunc('day', available_at, 'UTC')` : sql`available_at`}, 2 having sum(minor) <> 0
    )
    select later, reason, minor from later
    union all select null, null, coalesce((select ${whole} from ${totals} where address = ${address} and currency = ${currency}), 0)
      - coalesce((select sum(minor) from later), 0)
    order by 1, 2`);
  const released = rows.find((row) => row.later === null);
  return {
    address,
    currency,
    at,
    released: money(Number(released?.minor ?? 0), currency),
    upcoming: rows.flatMap(({ later, reason, minor }) =>
      later === null
        ? []
        : [{ availableAt: new Date(later), reason: reason ?? "", amount: money(Number(minor), currency) }],
    ),
  };
}

/**
 * What may be paid out of many payables at this moment of the database's clock, in the order asked for and in one statement:
 * the released part of each forecast.
 */
export async function releasedOf(ctx: Pick<LedgerContext, "db">, payables: readonly AccountRef[]): Promise<Money[]> {
  const wanted = JSON.stringify(payables.map(({ address, currency }) => ({ address, currency })));
  const rows = await ctx.db.execute<{ address: string; currency: string; minor: string }>(sql`
    with wanted as (select * from jsonb_to_recordset(${wanted}::jsonb) as w(address text, currency char(3))),
    later as (
      select w.address, w.currency, t.amount_minor as minor
        from wanted w join ledger_transfers t on t.credit_address = w.address and t.currency = w.currency
        where t.available_at > now() and t.state in ('posted', 'post_pending')
      union all
      select w.address, w.currency, case when t.state = 'void_pending' then 0 else -t.amount_minor end + coalesce(h.amount_minor, 0)
        from wanted w join ledger_transfers t on t.debit_address = w.address and t.currency = w.currency
        left join ledger_transfers h on h.id = t.pending_id where t.available_at > now()
    )
    select b.address, b.currency, b.credits_posted - b.debits_posted - b.debits_pending
      - coalesce((select sum(l.minor) from later l where l.address = b.address and l.currency = b.currency), 0) as minor
    from ledger_balances b join wanted w on w.address = b.address and w.currency = b.currency`);
  const released = new Map(rows.map((row) => [`${row.address} ${row.currency}`, Number(row.minor)]));
  return payables.map(({ address, currency }) => money(released.get(`${address} ${currency}`) ?? 0, currency));
}

/** What transfers that release later do to what is available: a hold takes at once, and its end gives back. */
function movedLater({ address, currency }: AccountRef, normalSide: Side, at: Date): SQL {
  const [grows, shrinks] = normalSide === "credit" ? ["credit", "debit"] : ["debit", "credit"];
  const on = (side: string | undefined) => sql`${sql.identifier(`${side}_address`)} = ${address}
    and currency = ${currency} and available_at > ${at.toISOString()}::timestamptz`;
  return sql`select available_at, available_reason, amount_minor as minor from ledger_transfers
      where ${on(grows)} and state in ('posted', 'post_pending')
    union all select available_at, available_reason, case when state = 'void_pending' then 0 else -amount_minor end
        + coalesce((select h.amount_minor from ledger_transfers h where h.id = t.pending_id), 0)
      from ledger_transfers t where ${on(shrinks)}`;
}
