import { createHash } from "node:crypto";
import type { tables } from "@stoa/db";

export type EntryRow = typeof tables.ledgerEntries.$inferSelect;
export type TransferRow = typeof tables.ledgerTransfers.$inferSelect;

/** The first seal links to this. */
export const GENESIS = "0".repeat(64);

/** An entry's own facts in the one order that is hashed. The transaction id is not among them: it means nothing elsewhere. */
export function entryFacts(entry: EntryRow): string {
  return JSON.stringify([
    entry.id,
    entry.seq,
    entry.kind,
    entry.subject,
    entry.contentHash,
    entry.effectiveAt.toISOString(),
    entry.recordedAt.toISOString(),
    entry.actorKind,
    entry.actorId,
    entry.correlationId,
    entry.reversesId,
  ]);
}

/** A transfer's facts in the one order that is hashed. Its random id keeps the hash from being guessed from the rest. */
export function transferFacts(transfer: TransferRow): string {
  return JSON.stringify([
    transfer.id,
    transfer.position,
    transfer.code,
    transfer.state,
    transfer.debitAddress,
    transfer.creditAddress,
    transfer.currency,
    transfer.amountMinor,
    transfer.pendingId,
    transfer.reversesId,
    transfer.availableAt?.toISOString() ?? null,
    transfer.availableReason,
  ]);
}

export function transferHash(facts: string): string {
  return sha256(`transfer\n${facts}`);
}

/** Over the entry's facts and the hashes of its transfers, so that a payee can prove theirs without seeing the others'. */
export function entryHash(facts: string, transferHashes: readonly string[]): string {
  return sha256(`entry\n${facts}\n${transferHashes.join("\n")}`);
}

/** The hash of an entry as it stands in the books; its transfers in the order of their positions. */
export function hashEntry(entry: EntryRow, transfers: readonly TransferRow[]): string {
  return entryHash(
    entryFacts(entry),
    transfers.map((transfer) => transferHash(transferFacts(transfer))),
  );
}

/** A link of the chain: what a seal says of itself and of all before it. */
export interface SealLink {
  number: number;
  previousHash: string;
  root: string;
  entryCount: number;
}

export function sealHash({ number, previousHash, root, entryCount }: SealLink): string {
  return sha256(`seal\n${number}\n${previousHash}\n${entryCount}\n${root}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
