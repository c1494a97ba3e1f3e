import { withTransaction } from "@stoa/db";
import { foldHotAccounts, sealEntries, verifyChain } from "@stoa/ledger";
import type { Context } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";

/** Seals what was committed into the hash chain, and brings the balances of the hot accounts up to the seal. */
export async function sealBooks(ctx: Context): Promise<void> {
  await sealEntries(ctx);
  await foldHotAccounts(ctx);
}

/** Computes every hash of the journal again, and tells staff when the past is not what was sealed. */
export async function proveBooks(ctx: Context): Promise<void> {
  const { head, problems } = await verifyChain(ctx);
  const [first] = problems;
  if (!first) return;
  await withTransaction(ctx, (tx) =>
    raiseAlert(tx, {
      severity: "critical",
      title: "The journal was changed after it was sealed",
      summary: `${problems.length} entries or seals do not have the hash that was sealed.`,
      facts: [
        { label: "First", value: `${first.problem} ${first.entryId ?? `seal ${first.sealNumber}`}` },
        { label: "Head", value: head },
      ],
      runbook: "invariant-broken",
      dedupeKey: `journal-changed:${head}:${problems.length}`,
    }),
  );
}
