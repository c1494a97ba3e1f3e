import { type Money, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { AccountRef } from "./balance.ts";
import { declarationOf } from "./chart.ts";
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
 * what is released, at once.
 */
export async function releaseForecast(
  ctx: Pick<LedgerContext, "db">,
  { address, currency }: AccountRef,
  at: Date,
): Promise<ReleaseForecast> {
  const available =
    declarationOf(address).normalSide === "credit"
      ? sql`m.credits_posted - m.debits_posted - m.debits_pending`
      : sql`m.debits_posted - m.credits_posted - m.credits_pending`;
  const rows = await ctx.db.execute<{ later: string | null; reason: string | null; minor: string }>(sql`
    select r.later, case when r.later is not null then t.available_reason end as reason, sum(${available}) as minor
    from ledger_transfers t
    join ledger_movements m on m.transfer_id = t.id and m.address = ${address}
    cross join lateral (select case when t.available_at > ${at.toISOString()}::timestamptz then t.available_at end as later) r
    where (t.debit_address = ${address} or t.credit_address = ${address}) and t.currency = ${currency}
    group by 1, 2 having sum(${available}) <> 0 order by 1, 2`);
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
