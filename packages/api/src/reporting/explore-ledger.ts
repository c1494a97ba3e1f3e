import { type Currency, money, type Page } from "@stoa/kit";
import {
  entriesAbout,
  type JournalEntry,
  listAccounts,
  listEntries,
  parseAddress,
  readEntry,
  statement,
} from "@stoa/ledger";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { JournalEntryView } from "./schemas.ts";

/** Accounts with their balances, by address, those under a prefix if told. */
export function exploreAccounts(ctx: Context, input: { prefix?: string; cursor?: string; limit: number }) {
  return listAccounts(ctx, input);
}

/** What moved on one account in a period, with the running balance. */
export function accountStatement(
  ctx: Context,
  input: { address: string; currency: Currency; from: Date; to: Date; cursor?: string; limit: number },
) {
  return statement(ctx, { ...input, address: parseAddress(input.address) });
}

/** The journal, the newest first, or all that it says about one order, payment or refund. */
export async function exploreEntries(
  ctx: Context,
  input: { subject?: string; cursor?: string; limit: number },
): Promise<Page<JournalEntryView>> {
  if (input.subject)
    return { items: (await entriesAbout(ctx, await subjectsOf(ctx, input.subject))).map(toView), nextCursor: null };
  const page = await listEntries(ctx, input);
  return { items: page.items.map(toView), nextCursor: page.nextCursor };
}

/** One entry. Throws `EntryNotFound`. */
export async function exploreEntry(ctx: Context, id: string): Promise<JournalEntryView> {
  return toView(await readEntry(ctx, id));
}

/** An order is written about under its own id and under those of its payments, refunds and disputes. */
async function subjectsOf(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select id from payments where order_id = ${id} union all select id from refunds where order_id = ${id}
    union all select id from disputes where order_id = ${id}`);
  return [id, ...rows.map((row) => row.id)];
}

function toView(entry: JournalEntry): JournalEntryView {
  return {
    id: entry.id,
    kind: entry.kind,
    subject: entry.subject,
    effectiveAt: entry.effectiveAt,
    recordedAt: entry.recordedAt,
    reverses: entry.reversesId,
    correlationId: entry.correlationId,
    transfers: entry.transfers.map((transfer) => ({
      id: transfer.id,
      code: transfer.code,
      state: transfer.state,
      debit: transfer.debitAddress,
      credit: transfer.creditAddress,
      amount: money(transfer.amountMinor, transfer.currency as Currency),
      availableAt: transfer.availableAt,
      availableReason: transfer.availableReason,
    })),
  };
}
