import type { Money } from "@stoa/kit";
import type { AccountAddress } from "./chart.ts";
import type { TransferCode } from "./codes.ts";
import type { LedgerTransaction } from "./ledger-context.ts";
import { type PostedEntry, recordEntry } from "./record-entry.ts";

/** One movement: `amount` from the credited to the debited account, for the reason that `code` names. */
export interface Transfer {
  code: TransferCode;
  debit: AccountAddress;
  credit: AccountAddress;
  /** More than zero; leave a transfer of nothing out. */
  amount: Money;
  /** When the credited payee may be paid out, with the reason why not before. */
  availableAt?: Date;
  availableReason?: string;
  /** Only reserve the money: a later `postHold` moves it, in whole or part, or `voidHold` lets it go. */
  hold?: boolean;
}

/** A business event. Its kind and subject are its name: there is one `order.paid` of one payment, whoever reports it. */
export interface Entry {
  kind: string;
  subject: string;
  /** When it happened; now, unless told. */
  effectiveAt?: Date;
  transfers: readonly Transfer[];
}

/**
 * Puts a business event into the books, all its transfers or none, inside the caller's transaction.
 *
 * Posted again with the same kind and subject it changes nothing and answers `replayed: true`; with other accounts,
 * codes or amounts it throws `EntryConflict`. Throws `InsufficientFunds` when an account that must not go below zero
 * would, pending holds counted, and `UnknownAccount`; both before anything is written.
 */
export function postEntry(ctx: LedgerTransaction, entry: Entry): Promise<PostedEntry> {
  return recordEntry(ctx, {
    kind: entry.kind,
    subject: entry.subject,
    effectiveAt: entry.effectiveAt,
    content: entry.transfers.map((t) => [
      t.code,
      t.debit,
      t.credit,
      t.amount.amount,
      t.amount.currency,
      t.hold === true,
    ]),
    transfers: entry.transfers.map(({ hold, ...transfer }) => ({ ...transfer, state: hold ? "pending" : "posted" })),
  });
}
