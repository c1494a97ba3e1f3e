import { connect, migrate } from "@stoa/db";
import { startCluster } from "@stoa/db/testing/cluster";
import { systemClock } from "@stoa/kit";
import { runLedgerInvariants, sealEntries } from "@stoa/ledger";
import postgres from "postgres";
import { generateBooks } from "./generate-books.ts";
import { type BenchRow, row } from "./rows.ts";

/** The requirement, for a million entries. */
const SECONDS = 10;

/** Asks every invariant of generated books, as the job does that asks them every few minutes. */
export async function measureInvariants(entries: number): Promise<BenchRow[]> {
  const cluster = await startCluster({ durable: true });
  const connection = connect({ url: cluster.url, applicationName: "bench" });
  try {
    await migrate(cluster.url);
    const owner = postgres(cluster.url, { max: 1, onnotice: () => {} });
    await generateBooks(owner, entries);
    const ctx = {
      ...connection,
      clock: systemClock,
      actor: { kind: "system", id: "bench" },
      correlationId: "bench",
    } as const;
    await sealEntries(ctx);
    // As the owner, whose statements have no limit: in life the totals are folded a few thousand entries at a time.
    await owner`select ledger_fold_hot_accounts()`;
    await owner.end();
    const started = performance.now();
    const breaches = await runLedgerInvariants(ctx);
    const seconds = (performance.now() - started) / 1000;
    if (breaches.length > 0) throw new Error(`generated books break ${breaches.map(({ name }) => name).join(", ")}`);
    return [row(`invariants of ${entries} entries`, seconds, "s", SECONDS)];
  } finally {
    await connection.close();
    await cluster.stop();
  }
}
