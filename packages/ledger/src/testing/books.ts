import { setTimeout } from "node:timers/promises";
import { type Connection, type Database, withTransaction } from "@stoa/db";
import { type Clock, type Currency, ManualClock, type Money, money } from "@stoa/kit";
import type { AccountAddress } from "../chart.ts";
import type { LedgerContext, LedgerTransaction } from "../ledger-context.ts";
import { type Entry, postEntry, type Transfer } from "../post-entry.ts";

export const NOON = new Date("2026-03-01T12:00:00.000Z");

/** A caller of the ledger: the worker's job, at noon of the first of March, unless told. */
export function ledgerContext(db: Database, clock: Clock = new ManualClock(NOON)): LedgerContext {
  return { db, clock, actor: { kind: "job", id: "settle-payment" }, correlationId: "cor_test" };
}

/** Runs one act of the ledger in a transaction of its own. */
export function inBooks<T>(db: Database, act: (ctx: LedgerTransaction) => Promise<T>, clock?: Clock): Promise<T> {
  return withTransaction(ledgerContext(db, clock), act);
}

export const eur = (amount: number): Money => money(amount, "EUR");

/** A transfer in few words, for tests; the code matters to few of them. */
export function transfer(
  debit: AccountAddress,
  credit: AccountAddress,
  amount: Money,
  more: Partial<Transfer> = {},
): Transfer {
  return { code: "correction", debit, credit, amount, ...more };
}

/** Posts an entry in a transaction of its own. */
export function post(db: Database, entry: Entry, clock?: Clock) {
  return inBooks(db, (ctx) => postEntry(ctx, entry), clock);
}

let topUps = 0;

/** Puts money into a wallet, paid at a gateway. */
export function topUp(db: Database, wallet: AccountAddress, amount: number, currency: Currency = "EUR") {
  const entry = { kind: "wallet.topped_up", subject: `top-up-${++topUps}` };
  return post(db, {
    ...entry,
    transfers: [transfer("gateway/stripe/clearing", wallet, money(amount, currency), { code: "top_up" })],
  });
}

/**
 * Waits until every transaction has ended that began before the newest entry. A seal waits for those of the whole server,
 * so also for what other tests do in databases of their own.
 */
export async function untilSealable({ sql }: Pick<Connection, "sql">): Promise<void> {
  for (;;) {
    const [row] = await sql`
      select coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) as old from ledger_entries`;
    if (row?.old) return;
    await setTimeout(10);
  }
}
