import { CURRENCIES, type Currency, type Money } from "@stoa/kit";
import { parseAddress, releasedOf } from "@stoa/ledger";
import type { GatewayName } from "@stoa/payments";
import { type SQL, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { PayableAccount } from "./reserve-payouts.ts";

/**
 * Payees who can be paid at least this much now, the longest known first, as many as are asked for. What is not released yet
 * is looked at here, before anybody is locked, so that those who wait for theirs keep nobody else out of a batch.
 */
export async function payableNow(ctx: TxContext, least: Money, most: number): Promise<string[]> {
  const { currency } = least;
  const owed = await accountsOwed(ctx, least, sql``);
  const released = await releasedOf(
    ctx,
    owed.map(({ address }) => ({ address, currency })),
  );
  const payable = owed.filter((_, index) => (released[index]?.amount ?? 0) >= least.amount);
  return payable.slice(0, most).map(({ payeeId }) => payeeId);
}

/** The accounts of those of them who can still be paid, with their payees locked in the order of their ids. */
export function lockAccounts(ctx: TxContext, least: Money, payeeIds: readonly string[]): Promise<PayableAccount[]> {
  return accountsOwed(ctx, least, sql`and p.id in ${[...payeeIds]}`, sql`for update of p`);
}

/** Payees with a usable account, enough on their balance and nothing under way. */
async function accountsOwed(
  ctx: TxContext,
  { currency, amount }: Money,
  which: SQL,
  lock: SQL = sql``,
): Promise<PayableAccount[]> {
  const rows = await ctx.db.execute<{ payeeId: string; accountId: string; gateway: GatewayName; address: string }>(sql`
    select p.id as "payeeId", a.id as "accountId", a.gateway, p.address
    from payout_payees p
    join payout_accounts a on a.payee_id = p.id and a.replaced_at is null and a.usable_from <= now()
    join ledger_balances b on b.address = p.address and b.currency = ${currency}
    where p.blocked_at is null and b.credits_posted - b.debits_posted - b.debits_pending >= ${amount} ${which}
      and not exists (select from payouts o where o.payee_id = p.id and o.currency = ${currency}
        and o.status in ('requested', 'approved', 'sending'))
    order by p.id ${lock}`);
  return rows.map((row) => ({ ...row, address: parseAddress(row.address) }));
}

/** The currencies in which anybody is owed something. */
export async function currenciesOwed(ctx: Context): Promise<Currency[]> {
  const rows = await ctx.db.execute<{ currency: string }>(sql`
    select distinct b.currency from ledger_balances b join payout_payees p on p.address = b.address order by 1`);
  return rows.flatMap(({ currency }) => CURRENCIES.filter((known) => known === currency));
}
