import { createHash } from "node:crypto";
import type { tables } from "@stoa/db";
import { invariant, type Money, newId } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { type AccountAddress, declarationOf } from "./chart.ts";
import type { TransferCode } from "./codes.ts";
import { EntryConflict } from "./errors.ts";
import { refuseOverdraft } from "./funds.ts";
import type { LedgerTransaction } from "./ledger-context.ts";

export type TransferState = (typeof tables.transferStateEnum.enumValues)[number];

/** A transfer about to be written. */
export interface DraftTransfer {
  code: TransferCode;
  state: TransferState;
  debit: AccountAddress;
  credit: AccountAddress;
  amount: Money;
  /** Of a transfer that closes a hold: the hold. */
  closes?: string;
  reversesId?: string;
  availableAt?: Date;
  availableReason?: string;
}

/** An entry about to be written. `content` is what was asked, without times: a replay must ask the same. */
export interface DraftEntry {
  kind: string;
  subject: string;
  content: unknown;
  effectiveAt?: Date;
  reversesId?: string;
  transfers: readonly DraftTransfer[];
}

/** An entry in the books. `replayed` says that it was there before; `transferIds` stand in the order asked for. */
export interface PostedEntry {
  entryId: string;
  transferIds: string[];
  replayed: boolean;
}

/** Bounds one statement; the largest basket the checkout takes makes a tenth of it. */
const MAX_TRANSFERS = 1_000;

/**
 * Writes an entry with all its transfers in one statement, after one more that locks the balances it touches, if any
 * are kept. The same kind and subject again gives the entry that is there, or `EntryConflict` when the content differs.
 */
export async function recordEntry(ctx: LedgerTransaction, draft: DraftEntry): Promise<PostedEntry> {
  refuseMalformed(draft);
  const shortfall = await refuseOverdraft(ctx, draft.transfers);
  if (shortfall) {
    // What a replay took from the account before is missing now; it is not asked for twice.
    const replay = await findReplay(ctx, draft);
    if (replay) return replay;
    throw shortfall;
  }
  const transferIds = draft.transfers.map(() => newId("transfer", ctx.clock.now().getTime()));
  const entryId = await insertEntry(ctx, draft, transferIds);
  if (entryId) return { entryId, transferIds, replayed: false };
  const replay = await findReplay(ctx, draft);
  invariant(replay, `entry ${draft.kind} of ${draft.subject} neither inserted nor found`);
  return replay;
}

/** The entry of this kind and subject, if it is in the books. Throws `EntryConflict` when its content is another. */
export async function findReplay(
  ctx: LedgerTransaction,
  { kind, subject, content }: Pick<DraftEntry, "kind" | "subject" | "content">,
): Promise<PostedEntry | null> {
  const [row] = await ctx.db.execute<{ id: string; content_hash: string; transfer_ids: string[] }>(sql`
    select e.id, e.content_hash, array(select t.id from ledger_transfers t where t.entry_id = e.id order by t.position) as transfer_ids
    from ledger_entries e where e.kind = ${kind} and e.subject = ${subject}`);
  if (!row) return null;
  if (row.content_hash !== hashOf(content)) throw new EntryConflict(kind, subject);
  return { entryId: row.id, transferIds: row.transfer_ids, replayed: true };
}

function refuseMalformed({ kind, subject, transfers }: DraftEntry): void {
  invariant(kind !== "" && subject !== "", "an entry has a kind and a subject");
  invariant(transfers.length > 0 && transfers.length <= MAX_TRANSFERS, `an entry has 1 to ${MAX_TRANSFERS} transfers`);
  for (const { debit, credit, amount } of transfers) {
    declarationOf(debit);
    declarationOf(credit);
    invariant(debit !== credit, `a transfer moves money between two accounts, not within ${debit}`);
    invariant(Number.isSafeInteger(amount.amount) && amount.amount > 0, `a transfer moves more than ${amount.amount}`);
  }
}

/** The entry's id, or null when this kind and subject is in the books already. */
async function insertEntry(ctx: LedgerTransaction, draft: DraftEntry, ids: readonly string[]): Promise<string | null> {
  const now = ctx.clock.now();
  const id = newId("entry", now.getTime());
  const effectiveAt = (draft.effectiveAt ?? now).toISOString();
  const rows = await ctx.db.execute<{ entry_id: string }>(sql`
    with transfer as (
      select * from jsonb_to_recordset(${JSON.stringify(draft.transfers.map((transfer, i) => rowOf(transfer, i, ids)))}::jsonb) as t(
        id text, position int, code text, state ledger_transfer_state, debit text, credit text, currency char(3), amount bigint,
        pending_id text, reverses_id text, available_at timestamptz, available_reason text)
    ), opened as (
      insert into ledger_accounts (address, currency)
      select distinct side.address, t.currency from transfer t cross join lateral (values (t.debit), (t.credit)) as side(address)
      where (select true from ledger_accounts a where a.address = side.address and a.currency = t.currency) is null
      order by 1, 2
      on conflict do nothing
    ), entry as (
      insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id, reverses_id)
      values (${id}, ${draft.kind}, ${draft.subject}, ${hashOf(draft.content)}, ${effectiveAt}, ${ctx.actor.kind},
        ${ctx.actor.id}, ${ctx.correlationId}, ${draft.reversesId ?? null})
      on conflict (subject, kind) do nothing
      returning id, effective_at
    )
    insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, currency, amount_minor,
      effective_at, pending_id, reverses_id, available_at, available_reason)
    select t.id, entry.id, t.position, t.code, t.state, t.debit, t.credit, t.currency, t.amount,
      entry.effective_at, t.pending_id, t.reverses_id, t.available_at, t.available_reason
    from transfer t cross join entry
    returning entry_id`);
  return rows[0]?.entry_id ?? null;
}

function rowOf(transfer: DraftTransfer, position: number, ids: readonly string[]) {
  return {
    id: ids[position],
    position,
    code: transfer.code,
    state: transfer.state,
    debit: transfer.debit,
    credit: transfer.credit,
    currency: transfer.amount.currency,
    amount: transfer.amount.amount,
    pending_id: transfer.closes ?? null,
    reverses_id: transfer.reversesId ?? null,
    available_at: transfer.availableAt ?? null,
    available_reason: transfer.availableReason ?? null,
  };
}

function hashOf(content: unknown): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
