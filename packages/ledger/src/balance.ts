import { type Currency, type Money, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type AccountAddress, declarationOf } from "./chart.ts";
import type { LedgerContext } from "./ledger-context.ts";

export interface AccountRef {
  address: AccountAddress;
  currency: Currency;
}

/** What stands on an account, each figure on its normal side: a wallet's is what its owner has, an expense's what was spent. */
export interface AccountBalance extends AccountRef {
  /** What has been posted. */
  balance: Money;
  /** What open holds have reserved of it. */
  held: Money;
  /** `balance` less `held`: what can be spent, paid out or held. */
  available: Money;
  /** What open holds will bring if they are posted. */
  incoming: Money;
}

/** The exact balance of an account, at this moment; zero for one that nothing has touched. */
export async function balanceOf(ctx: Pick<LedgerContext, "db">, account: AccountRef): Promise<AccountBalance> {
  const [balance] = await balancesOf(ctx, [account]);
  return balance ?? balanceFrom(account, NOTHING);
}

/**
 * The exact balances of many accounts, in the order asked for, from one snapshot. Kept accounts are read from their row;
 * hot ones are the last fold and what followed it.
 */
export async function balancesOf(
  ctx: Pick<LedgerContext, "db">,
  accounts: readonly AccountRef[],
): Promise<AccountBalance[]> {
  const wanted = JSON.stringify(accounts.map(({ address, currency }) => ({ address, currency })));
  const source = accounts.every(({ address }) => declarationOf(address).tracked)
    ? sql`ledger_balances`
    : sql`ledger_totals`;
  const rows = await ctx.db.execute<TotalsRow & { address: string; currency: string }>(sql`
    select t.address, t.currency, t.debits_posted, t.credits_posted, t.debits_pending, t.credits_pending
    from ${source} t join jsonb_to_recordset(${wanted}::jsonb) as w(address text, currency char(3))
      on w.address = t.address and w.currency = t.currency`);
  const found = new Map(rows.map((row) => [`${row.address} ${row.currency}`, row]));
  return accounts.map((account) =>
    balanceFrom(account, found.get(`${account.address} ${account.currency}`) ?? NOTHING),
  );
}

/** Four totals as Postgres gives them: bigint as text. */
export interface TotalsRow {
  [column: string]: unknown;
  debits_posted: string;
  credits_posted: string;
  debits_pending: string;
  credits_pending: string;
}

const NOTHING: TotalsRow = { debits_posted: "0", credits_posted: "0", debits_pending: "0", credits_pending: "0" };

/** Reads four totals from the side on which the account grows. */
export function balanceFrom({ address, currency }: AccountRef, row: TotalsRow): AccountBalance {
  const debit = { posted: Number(row.debits_posted), pending: Number(row.debits_pending) };
  const credit = { posted: Number(row.credits_posted), pending: Number(row.credits_pending) };
  const [grows, shrinks] = declarationOf(address).normalSide === "debit" ? [debit, credit] : [credit, debit];
  const balance = grows.posted - shrinks.posted;
  return {
    address,
    currency,
    balance: money(balance, currency),
    held: money(shrinks.pending, currency),
    available: money(balance - shrinks.pending, currency),
    incoming: money(grows.pending, currency),
  };
}
