import { type Money, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { AccountRef } from "./balance.ts";
import { type AccountAddress, declarationOf } from "./chart.ts";
import { InsufficientFunds } from "./errors.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import type { DraftTransfer } from "./record-entry.ts";

/** How an entry changes what is available on one account. */
interface Change {
  address: AccountAddress;
  currency: DraftTransfer["amount"]["currency"];
  minor: number;
}

/**
 * Locks the balances that the transfers touch, all at once and in sorted order, and answers the refusal when one that
 * must not go below zero would. Asked before anything is written, so that the caller's transaction can go on.
 */
export async function refuseOverdraft(
  ctx: LedgerTransaction,
  transfers: readonly DraftTransfer[],
): Promise<InsufficientFunds | null> {
  const changes = changesOf(transfers).filter(({ address }) => declarationOf(address).tracked);
  if (changes.length === 0) return null;
  const available = await lockedBalances(ctx, changes);
  for (const { address, currency, minor } of changes) {
    if (!declarationOf(address).nonNegative) continue;
    const now = available.get(`${address} ${currency}`) ?? 0;
    if (minor < 0 && now + minor < 0)
      return new InsufficientFunds(address, money(now, currency), money(-minor, currency));
  }
  return null;
}

/**
 * What is available on kept accounts, in the order asked for, with their balances locked until the transaction ends: for
 * who must know what an account can bear before saying what is to move.
 */
export async function lockAvailable(ctx: LedgerTransaction, accounts: readonly AccountRef[]): Promise<Money[]> {
  const available = await lockedBalances(ctx, accounts);
  return accounts.map(({ address, currency }) => money(available.get(`${address} ${currency}`) ?? 0, currency));
}

async function lockedBalances(ctx: LedgerTransaction, accounts: readonly AccountRef[]): Promise<Map<string, number>> {
  const wanted = JSON.stringify(accounts.map(({ address, currency }) => ({ address, currency })));
  const balances = await ctx.db.execute<{ address: string; currency: string; available: string }>(sql`
    select address, currency, available from ledger_lock_balances(${wanted}::jsonb)`);
  return new Map(balances.map((row) => [`${row.address} ${row.currency}`, Number(row.available)]));
}

/** What the transfers together do to the available balance of each account, per currency. */
function changesOf(transfers: readonly DraftTransfer[]): Change[] {
  const changes = new Map<string, Change>();
  const add = (address: AccountAddress, { currency }: DraftTransfer["amount"], minor: number) => {
    const change = changes.get(`${address} ${currency}`) ?? { address, currency, minor: 0 };
    changes.set(`${address} ${currency}`, { ...change, minor: change.minor + minor });
  };
  for (const transfer of transfers) {
    for (const side of ["debit", "credit"] as const) {
      const address = transfer[side];
      const grows = declarationOf(address).normalSide === side;
      add(address, transfer.amount, grows ? increase(transfer) : -decrease(transfer));
    }
  }
  return [...changes.values()];
}

/** On the side that grows, only posted money counts: what is pending may still be voided. */
function increase({ state, amount }: DraftTransfer): number {
  return state === "posted" ? amount.amount : 0;
}

/**
 * On the side that shrinks, a hold counts from the moment it is placed. What closes it is an entry of its own and takes no
 * more than was held, so it needs nothing.
 */
function decrease({ state, amount }: DraftTransfer): number {
  return state === "posted" || state === "pending" ? amount.amount : 0;
}
