import { allocate, type Money, money, mulDiv } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type AccountAddress, parseAddress } from "./chart.ts";
import type { TransferCode } from "./codes.ts";
import { EntryNotFound, NothingLeftToReverse, NotReversible, ReversalExceedsOriginal } from "./errors.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { lockForChange } from "./lock-for-change.ts";
import { type DraftTransfer, findReplay, type PostedEntry, recordEntry, type TransferState } from "./record-entry.ts";

export interface Reversal {
  /** The entry to take back. */
  entryId: string;
  kind: string;
  subject: string;
  /** Why: refund, dispute_lost, clawback, … */
  code: TransferCode;
  effectiveAt?: Date;
  /**
   * Only a part: as much as takes `amount` back over the account `over` (what the buyer gets, over the gateway's
   * clearing account). Everything left of the entry, unless told.
   */
  part?: { amount: Money; over: AccountAddress };
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
  const content = [
    "reverse",
    entryId,
    code,
    part?.amount.amount,
    part?.amount.currency,
    part?.over,
    instead?.of,
    instead?.use,
  ];
  await lockForChange(ctx, entryId);
  const replay = await findReplay(ctx, { kind, subject, content });
  if (replay) return replay;

  const left = await readLeft(ctx, entryId);
  const amounts = part ? partOf(entryId, left, part) : left.map((transfer) => transfer.left);
  const transfers = left.flatMap((original, index) => {
    const amount = amounts[index] ?? 0;
    return amount > 0 ? [mirror(original, amount, code, instead)] : [];
  });
  return recordEntry(ctx, { kind, subject, effectiveAt, content, reversesId: entryId, transfers });
}

/** A transfer of the original, with how much of it has not been taken back. */
interface Left {
  id: string;
  debit: AccountAddress;
  credit: AccountAddress;
  amount: Money;
  left: number;
  availableAt: Date | null;
  availableReason: string | null;
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

/**
 * How much of each transfer a part takes back. What crosses the account `over` adds up to the part exactly; the other
 * transfers follow in the same proportion, each group that leaves one account rounded once. Splitting what is left,
 * not the original, is what makes the last part end at zero.
 */
function partOf(entryId: string, left: readonly Left[], { amount, over }: NonNullable<Reversal["part"]>): number[] {
  const crossing = (transfer: Left) =>
    transfer.amount.currency === amount.currency && (transfer.debit === over || transfer.credit === over);
  const whole = left.filter(crossing).reduce((sum, transfer) => sum + transfer.left, 0);
  if (amount.amount > whole) throw new ReversalExceedsOriginal(entryId, money(whole, amount.currency), amount);

  const groups = Map.groupBy(left, (transfer) =>
    crossing(transfer) ? over : `${transfer.amount.currency} ${transfer.debit}`,
  );
  const parts = new Map<string, number>();
  for (const group of groups.values()) {
    const weights = group.map((transfer) => transfer.left);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) continue;
    const split = allocate(mulDiv(total, amount.amount, whole), weights);
    for (const [index, transfer] of group.entries()) parts.set(transfer.id, split[index] ?? 0);
  }
  return left.map((transfer) => parts.get(transfer.id) ?? 0);
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
