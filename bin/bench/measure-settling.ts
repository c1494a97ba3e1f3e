import postgres from "postgres";
import { pendingOrders, settleOrder } from "./orders.ts";
import { type BenchRow, load, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";
import { settleByHand } from "./settle-by-hand.ts";

const PRICE_MINOR = 4_900;
const CONCURRENCIES = [1, 8, 32] as const;
/** Both sides must write this; an order that is settled by fewer rows would be measured against nothing. */
const COMPARED = [
  "payments",
  "invoices",
  "entitlements",
  "enrolments",
  "lms_syncs",
  "ledger_entries",
  "ledger_transfers",
  "mails",
  "email_tokens",
  "outbox",
  "audit_entries",
] as const;

/** Paid orders settled per second by the verb, beside hand-written SQL that writes the same rows, in turns. */
export async function measureSettling(scratch: Scratch, orders: number): Promise<BenchRow[]> {
  const sql = postgres(scratch.url, { max: 32, onnotice: () => {}, connection: { role: "stoa_app" } });
  try {
    await warmUp(scratch, sql);
    const rows: BenchRow[] = [];
    for (const concurrency of CONCURRENCIES) {
      const byVerb = await pendingOrders(scratch.ctx, orders, `verb-${concurrency}`);
      const byHand = await pendingOrders(scratch.ctx, orders, `hand-${concurrency}`);
      const before = await countRows(sql);
      const verb = await load(byVerb, concurrency, (id) => settleOrder(scratch.ctx, id, PRICE_MINOR));
      const between = await countRows(sql);
      const hand = await load(byHand, concurrency, (id) => settleByHand(sql, id));
      mustHaveWrittenTheSame(before, between, await countRows(sql));
      rows.push(row(`orders settled, ${concurrency} at once`, verb.perSecond, "orders/s", hand.perSecond));
    }
    return rows;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Both sides, until every connection has prepared its statements and Postgres has settled on their plans, which takes it
 * six runs of each. A few connections at a time, as in a process that has been up for a while.
 */
async function warmUp(scratch: Scratch, sql: postgres.Sql): Promise<void> {
  for (const concurrency of [1, 8, 16, 32]) {
    const orders = concurrency * 6;
    const byVerb = await pendingOrders(scratch.ctx, orders, `warm-verb-${concurrency}`);
    await load(byVerb, concurrency, (id) => settleOrder(scratch.ctx, id, PRICE_MINOR));
    const byHand = await pendingOrders(scratch.ctx, orders, `warm-hand-${concurrency}`);
    await load(byHand, concurrency, (id) => settleByHand(sql, id));
  }
}

type Counts = Readonly<Record<string, number>>;

async function countRows(sql: postgres.Sql): Promise<Counts> {
  const counts = await Promise.all(
    COMPARED.map((table) => sql<{ n: number }[]>`select count(*)::int as n from ${sql(table)}`),
  );
  return Object.fromEntries(COMPARED.map((table, index) => [table, counts[index]?.[0]?.n ?? 0]));
}

function mustHaveWrittenTheSame(before: Counts, between: Counts, after: Counts): void {
  for (const table of COMPARED) {
    const verb = (between[table] ?? 0) - (before[table] ?? 0);
    const hand = (after[table] ?? 0) - (between[table] ?? 0);
    if (verb !== hand)
      throw new Error(`settling wrote ${verb} rows of ${table}, by hand ${hand}: the bound compares other work`);
  }
}
