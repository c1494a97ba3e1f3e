import { tables, withTransaction } from "@stoa/db";
import { decimalString, equals, InvalidInput } from "@stoa/kit";
import { asc, eq, inArray } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { type FileFault, issueOf } from "../platform/csv-table.ts";
import { amountOf, type Payout } from "./payout.ts";
import { recordPayout } from "./record-payout.ts";
import { type ResultLine, readResultFile } from "./result-file.ts";
import type { CheckedResults } from "./schemas.ts";

const { payoutPayees, payouts } = tables;

interface CheckedLine extends ResultLine {
  known: Payout;
  /** It is written down already. */
  unchanged: boolean;
}

/** What a file of a bank's results would change, and everything that stands in its way. Changes nothing. */
export async function checkResultFile(ctx: Context, csv: string): Promise<CheckedResults> {
  const { lines, faults } = await withTransaction(ctx, (tx) => readChecked(tx, csv));
  return {
    faults,
    results: lines.map(({ line, payout: payoutId, outcome, amount, reference, unchanged }) => {
      return { line, payoutId, outcome, amount, reference, unchanged };
    }),
  };
}

/**
 * Writes down what a bank says became of payouts that were sent: all of a file, or nothing of it. A result that is known
 * already changes nothing, so that a file may be read twice. Throws `InvalidInput` that names every line and column that is
 * wrong.
 */
export async function importResults(ctx: Context, csv: string): Promise<{ changed: number }> {
  return withTransaction(ctx, async (tx) => {
    const { lines, faults } = await readChecked(tx, csv);
    if (faults.length > 0) throw new InvalidInput(faults.map(issueOf));
    const news = lines.filter(({ unchanged }) => !unchanged);
    for (const line of news) await record(tx, line);
    return { changed: news.length };
  });
}

/** As if the gateway had told it, so that the books, the payee and other systems hear of it in the same way. */
async function record(ctx: TxContext, { known, outcome, amount, on, reference, reason }: CheckedLine): Promise<void> {
  await recordPayout(ctx, known.gateway, {
    payoutId: known.gatewayPayoutId ?? "",
    payoutKey: known.id,
    status: outcome === "paid" ? "succeeded" : "returned",
    amount,
    fee: null,
    occurredAt: on,
    reason: outcome === "paid" ? null : (reason ?? `bank reference ${reference}`),
  });
  await recordAudit(ctx, {
    action: "payouts.import_result",
    subjectKind: "payout",
    subjectId: known.id,
    after: { outcome, amount, on, reference, reason },
  });
}

/** What the file says, compared with what was sent; one statement, which keeps those payouts until the end. */
async function readChecked(ctx: TxContext, csv: string): Promise<{ lines: CheckedLine[]; faults: FileFault[] }> {
  const { lines, faults } = readResultFile(csv);
  const ids = lines.map(({ payout }) => payout);
  const rows = await ctx.db
    .select({ payout: payouts, payeeUserId: payoutPayees.userId })
    .from(payouts)
    .innerJoin(payoutPayees, eq(payoutPayees.id, payouts.payeeId))
    .where(inArray(payouts.id, ids))
    .orderBy(asc(payouts.id))
    .for("update", { of: payouts });
  const known = new Map(rows.map((row) => [row.payout.id, row]));
  const checked = lines.flatMap((line, at): CheckedLine[] => {
    const row = known.get(line.payout);
    const fault = (column: string, message: string): CheckedLine[] => {
      faults.push({ line: line.line, column, message });
      return [];
    };
    if (!row) return fault("payout", "is no payout of ours");
    if (ids.indexOf(line.payout) !== at) return fault("payout", "is there twice");
    if (row.payeeUserId === ctx.actor.id) return fault("payout", "is paid to you; somebody else has to import it");
    const payout = row.payout as Payout;
    const sent = amountOf(payout);
    if (!equals(line.amount, sent))
      return fault("amount", `is not what was sent: ${decimalString(sent)} ${sent.currency}`);
    const refusal = whyNot(payout.status, line.outcome);
    if (refusal !== null) return fault("outcome", refusal);
    return [{ ...line, known: payout, unchanged: payout.status === line.outcome }];
  });
  return { lines: checked, faults: faults.sort((left, right) => left.line - right.line) };
}

/** Why a payout cannot have come to this; null when it can, or has. */
function whyNot(status: Payout["status"], outcome: ResultLine["outcome"]): string | null {
  if (status === outcome || status === "sent" || (status === "paid" && outcome === "returned")) return null;
  return status === "returned" ? "cannot be: it has come back" : `cannot be: the payout is ${status}`;
}
