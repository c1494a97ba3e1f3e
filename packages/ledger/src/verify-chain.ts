import { tables } from "@stoa/db";
import { asc, eq, gt, inArray, sql } from "drizzle-orm";
import { GENESIS, hashEntry, sealHash } from "./entry-hash.ts";
import type { LedgerContext } from "./ledger-context.ts";
import { merkleRoot } from "./merkle.ts";
import { transfersByEntry } from "./seal.ts";

/** What is wrong, and where. `entryId` is null when the seal itself was changed. */
export interface ChainProblem {
  sealNumber: number | null;
  entryId: string | null;
  problem: "altered" | "removed" | "inserted" | "broken_link" | "wrong_root" | "wrong_hash";
}

export interface ChainReport {
  seals: number;
  entries: number;
  /** The last seal's hash; whoever noted it before can tell whether the past was written anew. */
  head: string;
  problems: ChainProblem[];
}

type Db = Pick<LedgerContext, "db">;
type SealRow = typeof tables.ledgerSeals.$inferSelect;

/** Seals read at a time. */
const PAGE = 20;

/**
 * Computes every hash of the chain again, from the rows of the books, and names what does not agree: an entry or transfer
 * altered, removed or put in afterwards, a seal rewritten. Starts at the first seal unless told.
 */
export async function verifyChain(ctx: Db, options: { fromSeal?: number } = {}): Promise<ChainReport> {
  const report: ChainReport = { seals: 0, entries: 0, head: GENESIS, problems: [] };
  let previous = await sealBefore(ctx, options.fromSeal ?? 1);
  report.problems.push(...(await insertedEntries(ctx, previous)));
  for (;;) {
    const seals = await sealsAfter(ctx, previous?.number ?? 0);
    for (const seal of seals) {
      report.problems.push(...linkProblems(seal, previous), ...(await contentProblems(ctx, seal)));
      report.seals += 1;
      report.entries += seal.entryCount;
      report.head = seal.hash;
      previous = seal;
    }
    if (seals.length < PAGE) return report;
  }
}

function linkProblems(seal: SealRow, previous: SealRow | undefined): ChainProblem[] {
  const follows = seal.number === (previous?.number ?? 0) + 1 && seal.previousHash === (previous?.hash ?? GENESIS);
  return [
    ...(follows ? [] : [inSeal(seal, "broken_link")]),
    ...(seal.hash === sealHash(seal) ? [] : [inSeal(seal, "wrong_hash")]),
  ];
}

async function contentProblems(ctx: Db, seal: SealRow): Promise<ChainProblem[]> {
  const sealed = await ctx.db
    .select()
    .from(tables.ledgerSealedEntries)
    .where(eq(tables.ledgerSealedEntries.sealNumber, seal.number))
    .orderBy(asc(tables.ledgerSealedEntries.position));
  const ids = sealed.map((row) => ({ id: row.entryId }));
  const entries = await entriesById(ctx, ids);
  const transfers = await transfersByEntry(ctx, ids);
  const problems = sealed.flatMap(({ entryId, entryHash }): ChainProblem[] => {
    const entry = entries.get(entryId);
    if (!entry) return [{ sealNumber: seal.number, entryId, problem: "removed" }];
    const unchanged = hashEntry(entry, transfers.get(entryId) ?? []) === entryHash;
    return unchanged ? [] : [{ sealNumber: seal.number, entryId, problem: "altered" }];
  });
  const root = sealed.length > 0 ? merkleRoot(sealed.map((row) => row.entryHash)) : null;
  if (root !== seal.root || sealed.length !== seal.entryCount) problems.push(inSeal(seal, "wrong_root"));
  return problems;
}

/** Entries that stand before the last seal's end and in no seal: written there afterwards, around the ledger. */
async function insertedEntries(ctx: Db, after: SealRow | undefined): Promise<ChainProblem[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select e.id from ledger_entries e
    where (e.xid, e.seq) > (${after?.throughXid ?? "0"}::xid8, ${after?.throughSeq ?? 0}::bigint)
      and (e.xid, e.seq) <= (select through_xid, through_seq from ledger_seals order by number desc limit 1)
      and not exists (select from ledger_sealed_entries s where s.entry_id = e.id)
    limit 100`);
  return rows.map(({ id }) => ({ sealNumber: null, entryId: id, problem: "inserted" }));
}

function sealsAfter(ctx: Db, number: number): Promise<SealRow[]> {
  return ctx.db
    .select()
    .from(tables.ledgerSeals)
    .where(gt(tables.ledgerSeals.number, number))
    .orderBy(asc(tables.ledgerSeals.number))
    .limit(PAGE);
}

async function sealBefore(ctx: Db, number: number): Promise<SealRow | undefined> {
  const [seal] = await ctx.db
    .select()
    .from(tables.ledgerSeals)
    .where(eq(tables.ledgerSeals.number, number - 1));
  return seal;
}

async function entriesById(ctx: Db, entries: readonly { id: string }[]) {
  const ids = entries.map((entry) => entry.id);
  const rows = await ctx.db.select().from(tables.ledgerEntries).where(inArray(tables.ledgerEntries.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}

function inSeal(seal: SealRow, problem: ChainProblem["problem"]): ChainProblem {
  return { sealNumber: seal.number, entryId: null, problem };
}
