import { currency, type Money, money, only } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type AccountAddress, parseAddress } from "./chart.ts";
import { isTransferCode, type TransferCode } from "./codes.ts";
import { HoldAlreadyClosed, HoldExceeded, HoldNotFound } from "./errors.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { lockForChange } from "./lock-for-change.ts";
import { postEntry, type Transfer } from "./post-entry.ts";
import { findReplay, type PostedEntry, recordEntry } from "./record-entry.ts";

export interface PlacedHold {
  entryId: string;
  holdId: string;
  replayed: boolean;
}

/** A business event that closes a hold; named by kind and subject, like every entry. */
export interface HoldClosing {
  holdId: string;
  kind: string;
  subject: string;
  effectiveAt?: Date;
}

export interface HoldPosting extends HoldClosing {
  /** How much of the hold moves; all of it, unless told. The rest is released. */
  amount?: Money;
  /** Why the money moves now; the hold's own reason, unless told. */
  code?: TransferCode;
  availableAt?: Date;
  availableReason?: string;
}

/**
 * Reserves money: what is held cannot be spent or held again, and does not reach the credited account before the hold is
 * posted. Throws `InsufficientFunds`. Several holds of one event are placed with `postEntry` and `hold: true`.
 */
export async function placeHold(
  ctx: LedgerTransaction,
  hold: { kind: string; subject: string; effectiveAt?: Date; transfer: Omit<Transfer, "hold"> },
): Promise<PlacedHold> {
  const { transfer, ...event } = hold;
  const entry = await postEntry(ctx, { ...event, transfers: [{ ...transfer, hold: true }] });
  return { entryId: entry.entryId, holdId: only(entry.transferIds), replayed: entry.replayed };
}

/** Moves what was held, or a part of it, and releases the rest. Throws `HoldExceeded` and `HoldAlreadyClosed`. */
export async function postHold(ctx: LedgerTransaction, posting: HoldPosting): Promise<PostedEntry> {
  return closeHold(ctx, posting, (hold) => {
    const amount = posting.amount ?? hold.amount;
    if (amount.amount > hold.amount.amount || amount.currency !== hold.amount.currency) {
      throw new HoldExceeded(posting.holdId, hold.amount, amount);
    }
    return { state: "post_pending", amount };
  });
}

/** Lets a hold go: nothing moves, and what was reserved is available again, when it was to be. Throws `HoldAlreadyClosed`. */
export function voidHold(ctx: LedgerTransaction, closing: HoldClosing): Promise<PostedEntry> {
  return closeHold(ctx, closing, (hold) => ({ state: "void_pending", amount: hold.amount }));
}

async function closeHold(
  ctx: LedgerTransaction,
  closing: HoldPosting,
  decide: (hold: HeldMoney) => { state: "post_pending" | "void_pending"; amount: Money },
): Promise<PostedEntry> {
  const { holdId, kind, subject, effectiveAt } = closing;
  await lockForChange(ctx, holdId);
  const hold = await readHold(ctx, holdId);
  const { state, amount } = decide(hold);
  const content = [state, holdId, amount.amount, closing.code ?? hold.code];
  if (hold.closed) {
    const replay = await findReplay(ctx, { kind, subject, content });
    if (replay) return replay;
    throw new HoldAlreadyClosed(holdId);
  }
  const { debit, credit } = hold;
  const code = closing.code ?? hold.code;
  const { availableAt, availableReason } = closing.availableAt ? closing : hold;
  const transfers = [{ code, state, debit, credit, amount, closes: holdId, availableAt, availableReason }];
  return recordEntry(ctx, { kind, subject, effectiveAt, content, transfers });
}

interface HeldMoney {
  code: TransferCode;
  debit: AccountAddress;
  credit: AccountAddress;
  amount: Money;
  availableAt: Date | undefined;
  availableReason: string | undefined;
  closed: boolean;
}

async function readHold(ctx: LedgerTransaction, holdId: string): Promise<HeldMoney> {
  const [row] = await ctx.db.execute<{
    code: string;
    debit_address: string;
    credit_address: string;
    amount_minor: string;
    currency: string;
    available_at: string | null;
    available_reason: string | null;
    closed: boolean;
  }>(sql`
    select h.code, h.debit_address, h.credit_address, h.amount_minor, h.currency,
      h.available_at, h.available_reason, exists (select from ledger_transfers c where c.pending_id = h.id) as closed
    from ledger_transfers h where h.id = ${holdId} and h.state = 'pending'`);
  if (!row || !isTransferCode(row.code)) throw new HoldNotFound(holdId);
  return {
    code: row.code,
    debit: parseAddress(row.debit_address),
    credit: parseAddress(row.credit_address),
    amount: money(Number(row.amount_minor), currency(row.currency)),
    availableAt: row.available_at === null ? undefined : new Date(row.available_at),
    availableReason: row.available_reason ?? undefined,
    closed: row.closed,
  };
}
