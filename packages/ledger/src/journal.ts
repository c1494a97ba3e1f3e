import { tables } from "@stoa/db";
import { decodeCursor, found, type Page, toPage } from "@stoa/kit";
import { desc, eq, inArray, lt, sql } from "drizzle-orm";
import { type AccountBalance, balanceFrom, type TotalsRow } from "./balance.ts";
import { type AccountKind, declarationOf, parseAddress } from "./chart.ts";
import type { EntryRow, TransferRow } from "./entry-hash.ts";
import { EntryNotFound } from "./errors.ts";
import type { LedgerContext } from "./ledger-context.ts";
import { transfersByEntry } from "./seal.ts";

type Db = Pick<LedgerContext, "db">;

/** An entry as people read it: the event, with its transfers in order. */
export type JournalEntry = EntryRow & { transfers: TransferRow[] };

/** One entry. Throws `EntryNotFound`. */
export async function readEntry(ctx: Db, entryId: string): Promise<JournalEntry> {
  const rows = await ctx.db.select().from(tables.ledgerEntries).where(eq(tables.ledgerEntries.id, entryId));
  const [entry] = await withTransfers(ctx, rows);
  return found(entry, () => new EntryNotFound(entryId));
}

/** Everything the books say about some subjects (a payment and its refunds), in the order it happened. */
export async function entriesAbout(ctx: Db, subjects: readonly string[]): Promise<JournalEntry[]> {
  const rows = await ctx.db
    .select()
    .from(tables.ledgerEntries)
    .where(inArray(tables.ledgerEntries.subject, [...subjects]))
    .orderBy(tables.ledgerEntries.effectiveAt, tables.ledgerEntries.seq)
    .limit(1_000);
  return withTransfers(ctx, rows);
}

/** The journal, newest first. */
export async function listEntries(ctx: Db, page: { cursor?: string; limit: number }): Promise<Page<JournalEntry>> {
  const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor, ["text"])[0];
  const rows = await ctx.db
    .select()
    .from(tables.ledgerEntries)
    .where(after === undefined ? undefined : lt(tables.ledgerEntries.id, after))
    .orderBy(desc(tables.ledgerEntries.id))
    .limit(page.limit + 1);
  return toPage(await withTransfers(ctx, rows), page.limit, (entry) => [entry.id]);
}

export interface AccountListing extends AccountBalance {
  kind: AccountKind;
  meaning: string;
}

/** Every account with its balance, by address, those under one prefix if told (`gateway/`). */
export async function listAccounts(
  ctx: Db,
  page: { prefix?: string; cursor?: string; limit: number },
): Promise<Page<AccountListing>> {
  const [address = null, currency = null] =
    page.cursor === undefined ? [] : decodeCursor(page.cursor, ["text", "text"]);
  const rows = await ctx.db.execute<TotalsRow & { address: string; currency: AccountBalance["currency"] }>(sql`
    select address, currency, debits_posted, credits_posted, debits_pending, credits_pending from ledger_totals
    where starts_with(address, ${page.prefix ?? ""})
      and (${address}::text is null or (address, currency) > (${address}::text, ${currency}::text))
    order by address, currency limit ${page.limit + 1}`);
  const listings = rows.map((row) => {
    const { kind, meaning } = declarationOf(row.address);
    const balance = balanceFrom({ address: parseAddress(row.address), currency: row.currency }, row);
    return { ...balance, kind, meaning };
  });
  return toPage(listings, page.limit, (listing) => [listing.address, listing.currency]);
}

async function withTransfers(ctx: Db, entries: readonly EntryRow[]): Promise<JournalEntry[]> {
  const transfers = await transfersByEntry(ctx, entries);
  return entries.map((entry) => ({ ...entry, transfers: transfers.get(entry.id) ?? [] }));
}
