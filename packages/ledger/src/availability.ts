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
