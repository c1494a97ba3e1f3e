import { type InTransaction, tables, withTransaction } from "@stoa/db";
import { asc, desc, inArray, sql } from "drizzle-orm";
import { type EntryRow, GENESIS, hashEntry, sealHash, type TransferRow } from "./entry-hash.ts";
import type { LedgerContext } from "./ledger-context.ts";
import { merkleRoot } from "./merkle.ts";

/** Entries in one seal at most: a few hundred milliseconds of work, and paths of ten hashes in a proof. */
const BATCH = 1_000;
/** Seals in one call at most, so that a job ends; the next call goes on. */
const MAX_SEALS = 50;

/**
 * Seals what has been committed and is not sealed yet into the hash chain, batch by batch, each in a transaction of its
 * own. Never called where entries are written: it takes only entries whose transaction is older than every one that still
 * runs, so that nothing can commit later into a place before the seal. Answers how many entries it sealed.
 */
export async function sealEntries(ctx: LedgerContext, batch = BATCH): Promise<number> {
  let sealed = 0;
  for (let i = 0; i < MAX_SEALS; i++) {
    const count = await withTransaction(ctx, (tx) => sealBatch(tx, batch));
    sealed += count;
    if (count < batch) break;
  }
  return sealed;
}

async function sealBatch(ctx: InTransaction<LedgerContext>, limit: number): Promise<number> {
  if (!(await isOnlySealer(ctx))) return 0;
  const [last] = await ctx.db.select().from(tables.ledgerSeals).orderBy(desc(tables.ledgerSeals.number)).limit(1);
  const entries = await dueEntries(ctx, last, limit);
  const newest = entries.at(-1);
  if (!newest) return 0;
  const transfers = await transfersByEntry(ctx, entries);
  const hashes = entries.map((entry) => hashEntry(entry, transfers.get(entry.id) ?? []));
  const link = {
    number: (last?.number ?? 0) + 1,
    previousHash: last?.hash ?? GENESIS,
    root: merkleRoot(hashes),
    entryCount: entries.length,
  };
  await ctx.db.execute(sql`
    select ledger_append_seal(${link.number}::bigint, ${link.previousHash}, ${link.root}, ${sealHash(link)},
      ${newest.xid}::xid8, ${newest.seq}::bigint,
      array(select jsonb_array_elements_text(${JSON.stringify(entries.map((entry) => entry.id))}::jsonb)),
      array(select jsonb_array_elements_text(${JSON.stringify(hashes)}::jsonb)))`);
  return entries.length;
}

/** Another sealer at work is no error: what it leaves, the next run takes. */
async function isOnlySealer(ctx: LedgerContext): Promise<boolean> {
  const [row] = await ctx.db.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('ledger_seal', 0)) as locked`,
  );
  return row?.locked === true;
}

function dueEntries(
  ctx: LedgerContext,
  last: typeof tables.ledgerSeals.$inferSelect | undefined,
  limit: number,
): Promise<EntryRow[]> {
  const { xid, seq } = tables.ledgerEntries;
  return ctx.db
    .select()
    .from(tables.ledgerEntries)
    .where(
      sql`(${xid}, ${seq}) > (${last?.throughXid ?? "0"}::xid8, ${last?.throughSeq ?? 0}::bigint)
        and ${xid} < pg_snapshot_xmin(pg_current_snapshot())`,
    )
    .orderBy(asc(xid), asc(seq))
    .limit(limit);
}

/** The transfers of many entries, each entry's in the order of their positions. */
export async function transfersByEntry(
  ctx: Pick<LedgerContext, "db">,
  entries: readonly Pick<EntryRow, "id">[],
): Promise<Map<string, TransferRow[]>> {
  const rows = await ctx.db
    .select()
    .from(tables.ledgerTransfers)
    .where(
      inArray(
        tables.ledgerTransfers.entryId,
        entries.map((entry) => entry.id),
      ),
    )
    .orderBy(asc(tables.ledgerTransfers.entryId), asc(tables.ledgerTransfers.position));
  return Map.groupBy(rows, (row) => row.entryId);
}
