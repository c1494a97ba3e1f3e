import { tables } from "@stoa/db";
import { DomainError } from "@stoa/kit";
import { asc, between, inArray, sql } from "drizzle-orm";
import type { AccountRef } from "./balance.ts";
import { entryFacts, entryHash, type SealLink, sealHash, transferFacts, transferHash } from "./entry-hash.ts";
import type { LedgerContext } from "./ledger-context.ts";
import { merklePath, type PathStep, rootFrom } from "./merkle.ts";
import { transfersByEntry } from "./seal.ts";

/** An entry as one account may see it: its facts, that account's transfers in full, and the other transfers as hashes. */
interface ProvenEntry {
  facts: string;
  transfers: ({ facts: string } | { hash: string })[];
  sealNumber: number;
  path: PathStep[];
}

/** A statement that needs no trust in Stoa: whoever knows the hash of its last seal can check every line of it. */
export interface StatementProof {
  address: string;
  currency: string;
  from: string;
  to: string;
  entries: ProvenEntry[];
  /** Every seal from the first that is needed to the last, linked. */
  seals: (SealLink & { hash: string })[];
  /** Entries of the period that wait for the next seal, and are not in the proof. */
  unsealed: number;
}

export type ProofCheck = { valid: true; lines: number; head: string | null } | { valid: false; reason: string };

export class StatementTooLong extends DomainError {
  constructor(limit: number) {
    super("unprocessable", "statement_too_long", `A proof holds at most ${limit} entries; ask for a shorter period.`, {
      limit,
    });
  }
}

/** Bounds a proof to a few megabytes. */
const MAX_ENTRIES = 2_000;

type Db = Pick<LedgerContext, "db">;

/** Exports what moved on an account in a period, with the proof that each line stands in the sealed journal. */
export async function proveStatement(ctx: Db, request: AccountRef & { from: Date; to: Date }): Promise<StatementProof> {
  const entryIds = await entryIdsOf(ctx, request);
  const sealed = await ctx.db
    .select()
    .from(tables.ledgerSealedEntries)
    .where(inArray(tables.ledgerSealedEntries.entryId, entryIds))
    .orderBy(asc(tables.ledgerSealedEntries.sealNumber), asc(tables.ledgerSealedEntries.position));
  const numbers = [...new Set(sealed.map((row) => row.sealNumber))];
  const leaves = await leavesOf(ctx, numbers);
  const ids = sealed.map((row) => row.entryId);
  const rows = await ctx.db.select().from(tables.ledgerEntries).where(inArray(tables.ledgerEntries.id, ids));
  const entries = new Map(rows.map((row) => [row.id, row]));
  const transfers = await transfersByEntry(ctx, rows);
  const proven = sealed.flatMap(({ entryId, sealNumber, position }): ProvenEntry[] => {
    const entry = entries.get(entryId);
    if (!entry) return [];
    return [
      {
        facts: entryFacts(entry),
        transfers: (transfers.get(entryId) ?? []).map((transfer) => {
          const facts = transferFacts(transfer);
          const own = request.address === transfer.debitAddress || request.address === transfer.creditAddress;
          return own ? { facts } : { hash: transferHash(facts) };
        }),
        sealNumber,
        path: merklePath(leaves.get(sealNumber) ?? [], position),
      },
    ];
  });
  return {
    address: request.address,
    currency: request.currency,
    from: request.from.toISOString(),
    to: request.to.toISOString(),
    entries: proven,
    // Of no entries, the seals from the first to none.
    seals: await sealsBetween(ctx, numbers.at(0) ?? 1, numbers.at(-1) ?? 0),
    unsealed: entryIds.length - sealed.length,
  };
}

/**
 * Checks a proof with nothing but itself: each line hashes into its entry, each entry into its seal, each seal into the
 * next. `head` is the last seal's hash, to be compared with the one that was published or noted before.
 */
export function verifyProof(proof: StatementProof): ProofCheck {
  const seals = new Map(proof.seals.map((seal) => [seal.number, seal]));
  for (const seal of proof.seals) {
    const previous = seals.get(seal.number - 1);
    if (sealHash(seal) !== seal.hash) return { valid: false, reason: `seal ${seal.number} does not have its hash` };
    if (seal !== proof.seals[0] && seal.previousHash !== previous?.hash) {
      return { valid: false, reason: `seal ${seal.number} does not follow the one before` };
    }
  }
  let lines = 0;
  for (const entry of proof.entries) {
    const hashes = entry.transfers.map((transfer) =>
      "hash" in transfer ? transfer.hash : transferHash(transfer.facts),
    );
    const root = rootFrom(entryHash(entry.facts, hashes), entry.path);
    if (root !== seals.get(entry.sealNumber)?.root) {
      return { valid: false, reason: `an entry is not in seal ${entry.sealNumber}: ${entry.facts}` };
    }
    lines += entry.transfers.filter((transfer) => "facts" in transfer).length;
  }
  return { valid: true, lines, head: proof.seals.at(-1)?.hash ?? null };
}

async function entryIdsOf(ctx: Db, { address, currency, from, to }: AccountRef & { from: Date; to: Date }) {
  const rows = await ctx.db.execute<{ entry_id: string }>(sql`
    select distinct entry_id from ledger_transfers
    where (debit_address = ${address} or credit_address = ${address}) and currency = ${currency}
      and effective_at >= ${from.toISOString()}::timestamptz and effective_at < ${to.toISOString()}::timestamptz
    limit ${MAX_ENTRIES + 1}`);
  if (rows.length > MAX_ENTRIES) throw new StatementTooLong(MAX_ENTRIES);
  return rows.map((row) => row.entry_id);
}

/** The hashes of all entries of the seals, in their order. */
async function leavesOf(ctx: Db, numbers: readonly number[]): Promise<Map<number, string[]>> {
  const rows = await ctx.db
    .select()
    .from(tables.ledgerSealedEntries)
    .where(inArray(tables.ledgerSealedEntries.sealNumber, [...numbers]))
    .orderBy(asc(tables.ledgerSealedEntries.sealNumber), asc(tables.ledgerSealedEntries.position));
  const bySeal = Map.groupBy(rows, (row) => row.sealNumber);
  return new Map([...bySeal].map(([number, leaves]) => [number, leaves.map((leaf) => leaf.entryHash)]));
}

async function sealsBetween(ctx: Db, first: number, last: number) {
  const rows = await ctx.db
    .select()
    .from(tables.ledgerSeals)
    .where(between(tables.ledgerSeals.number, first, last))
    .orderBy(asc(tables.ledgerSeals.number));
  return rows.map(({ number, previousHash, root, entryCount, hash }) => ({
    number,
    previousHash,
    root,
    entryCount,
    hash,
  }));
}
