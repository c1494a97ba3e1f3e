import { type Money, money } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type AccountAddress, parseAddress } from "./chart.ts";
import type { TransferCode } from "./codes.ts";
import { EntryNotFound, NothingLeftToReverse, NotReversible } from "./errors.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { lockForChange } from "./lock-for-change.ts";
import { amountsOf, type Left, type Part } from "./part-of-entry.ts";
import { type DraftTransfer, findReplay, type PostedEntry, recordEntry, type TransferState } from "./record-entry.ts";

export interface Reversal {
  /** The entry to take back. */
  entryId: string;
  kind: string;
  subject: string;
  /** Why: refund, dispute_lost, clawback, … */
  code: TransferCode;
  effectiveAt?: Date;
  /** Only a part. Everything left of the entry, unless told. */
  part?: Part;
  /** Where the money is by now, if not where the entry put it: a lost dispute is settled from what the gateway holds. */
  instead?: { of: AccountAddress; use: AccountAddress };
}

/**
 * Takes an entry back with a new one of mirrored transfers, whole or in part. Parts are exact: they never add up to more
 * than the original, and however it is cut, the last part leaves nothing. A mirrored payable keeps its release date.
 *
 * Throws `ReversalExceedsOriginal`, `NothingLeftToReverse`, `NotReversible` and `InsufficientFunds`.
 */
export async function reverseEntry(ctx: LedgerTransaction, reversal: Reversal): Promise<PostedEntry> {
  const { entryId, kind, subject, code, effectiveAt, part, instead } = reversal;
  const content = ["reverse", entryId, code, ...contentOf(part), instead?.of, instead?.use];
  await lockForChange(ctx, entryId);
  const replay = await findReplay(ctx, { kind, subject, content });
  if (replay) return replay;

  const left = await readLeft(ctx, entryId);
  const amounts = amountsOf(entryId, left, part);
  const transfers = left.flatMap((original, index) => {
    const amount = amounts[index] ?? 0;
    return amount > 0 ? [mirror(original, amount, code, instead)] : [];
  });
  return recordEntry(ctx, { kind, subject, effectiveAt, content, reversesId: entryId, transfers });
}

/** What of a part a replay must ask the same of. */
function contentOf(part: Reversal["part"]): unknown[] {
  if (part && "amounts" in part) return [part.amounts, undefined, undefined];
  return [part?.amount.amount, part?.amount.currency, part?.over];
}

async function readLeft(ctx: LedgerTransaction, entryId: string): Promise<Left[]> {
  const rows = await ctx.db.execute<{
    undoes_reversal: boolean;
    id: string;
    state: TransferState;
    debit_address: string;
    credit_address: string;
    currency: Money["currency"];
    amount_minor: string;
    left_minor: string;
    available_at: string | null;
    available_reason: string | null;
  }>(sql`
    select o.reverses_id is not null as undoes_reversal, t.id, t.state, t.debit_address, t.credit_address, t.currency,
      t.amount_minor, ledger_left_of(t.id) as left_minor, t.available_at, t.available_reason
    from ledger_entries e join ledger_transfers t on t.entry_id = e.id left join ledger_entries o on o.id = e.reverses_id
    where e.id = ${entryId} order by t.position`);
  const [first] = rows;
  if (!first) throw new EntryNotFound(entryId);
  if (first.undoes_reversal) throw new NotReversible(entryId, "it undid a reversal; reverse the first entry again");
  if (rows.some((row) => row.state === "pending")) throw new NotReversible(entryId, "a hold is voided instead");
  const moved = rows.filter((row) => row.state !== "void_pending");
  if (moved.length === 0) throw new NotReversible(entryId, "it let a hold go, and moved nothing");
  const left = moved.map((row) => ({
    id: row.id,
    debit: parseAddress(row.debit_address),
    credit: parseAddress(row.credit_address),
    amount: money(Number(row.amount_minor), row.currency),
    left: Number(row.left_minor),
    availableAt: row.available_at === null ? null : new Date(row.available_at),
    availableReason: row.available_reason,
  }));
  if (left.every((transfer) => transfer.left === 0)) throw new NothingLeftToReverse(entryId);
  return left;
}

function mirror(original: Left, amount: number, code: TransferCode, instead: Reversal["instead"]): DraftTransfer {
  const place = (address: AccountAddress) => (instead && address === instead.of ? instead.use : address);
  return {
    code,
    state: "posted",
    debit: place(original.credit),
    credit: place(original.debit),
    amount: money(amount, original.amount.currency),
    reversesId: original.id,
    availableAt: original.availableAt ?? undefined,
    availableReason: original.availableReason ?? undefined,
  };
}
