import { tables, withTransaction } from "@stoa/db";
import { errorText, unreachable } from "@stoa/kit";
import { type Gateway, GatewayNotFound } from "@stoa/payments";
import { eq, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";
import { bookFees } from "./book-fees.ts";
import {
  type Comparison,
  compareStatement,
  type Difference,
  dropStatement,
  storeStatement,
  takeTime,
} from "./compare-statement.ts";
import { differ } from "./findings.ts";
import { keepFindings } from "./keep-findings.ts";
import { readLatePayments } from "./late-payments.ts";
import { lineOfDispute, lineOfPayment, lineOfRefund, readStatement } from "./read-statement.ts";
import { type Run, readRun } from "./runs.ts";

const { reconciliations } = tables;

/** Things asked for one by one, because the statement is silent about them; more than that is an outage, not a gap. */
const ASKED_MAX = 200;

/**
 * Compares a gateway's own statement of a window with the books (M8): what is missing on either side, what differs, and
 * what the gateway kept, which is booked. The differences stay open until they are gone or a person has resolved them.
 * It may be run again after any failure.
 */
export async function reconcile(ctx: Context, reconciliationId: string): Promise<void> {
  const run = await readRun(ctx, reconciliationId);
  if (run.status === "finished") return;
  try {
    const gateway = ctx.services.gateways.get(run.gateway);
    const window = { from: run.windowFrom, to: run.windowTo };
    const late = await readLatePayments(ctx, gateway, window);
    await storeStatement(ctx, run, [...(await readStatement(ctx, gateway, window)), ...late]);
    const compared = await compareStatement(ctx, run);
    await finish(ctx, run, await askAboutSilence(ctx, gateway, compared));
  } catch (error) {
    await ctx.db
      .update(reconciliations)
      .set({ status: "failed", lastError: errorText(error) })
      .where(eq(reconciliations.id, run.id));
    throw error;
  }
}

/** A list may be late; what it does not name is asked for by its id before anybody is alarmed. */
async function askAboutSilence(ctx: Context, gateway: Gateway, compared: Comparison): Promise<Comparison> {
  let { matched } = compared;
  let asked = 0;
  const differences: Difference[] = [];
  for (const difference of compared.differences) {
    if (difference.there !== null || asked === ASKED_MAX) {
      differences.push(difference);
      continue;
    }
    asked += 1;
    const now = { ...difference, there: await wordThere(ctx, gateway, difference) };
    if (differ(now)) differences.push(now);
    else matched += 1;
  }
  return { ...compared, matched, differences };
}

/** What the gateway says of one thing at this moment; null when it knows no such thing. */
export async function wordThere(
  ctx: Context,
  gateway: Gateway,
  { subject, gatewayRef }: Pick<Difference, "subject" | "gatewayRef">,
): Promise<Difference["there"]> {
  const options = { correlationId: ctx.correlationId };
  try {
    switch (subject) {
      case "payment":
        return lineOfPayment(await gateway.retrievePayment(gatewayRef, options));
      case "refund":
        return lineOfRefund(await gateway.retrieveRefund(gatewayRef, options));
      case "dispute":
        return lineOfDispute(await gateway.retrieveDispute(gatewayRef, options));
      default:
        return unreachable(subject, "subject of a finding");
    }
  } catch (error) {
    if (error instanceof GatewayNotFound) return null;
    throw error;
  }
}

async function finish(ctx: Context, run: Run, { matched, foreign, differences }: Comparison): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await takeTime(tx);
    const [open] = await tx.db
      .select({ status: reconciliations.status })
      .from(reconciliations)
      .where(eq(reconciliations.id, run.id))
      .for("update");
    // Somebody else has worked the same run meanwhile.
    if (open?.status === "finished") return;
    await keepFindings(tx, run, differences);
    const fees = await bookFees(tx, run);
    await dropStatement(tx, run);
    const result = { matched, foreign, discrepancies: differences.length, fees };
    await tx.db
      .update(reconciliations)
      .set({ status: "finished", lastError: null, finishedAt: sql`now()`, ...result })
      .where(eq(reconciliations.id, run.id));
    if (differences.length === 0) return;
    await raiseAlert(tx, {
      severity: "critical",
      title: "A gateway's statement and the books differ",
      summary: `${differences.length} of ${matched + differences.length} payments, refunds and disputes differ.`,
      facts: [
        { label: "Gateway", value: run.gateway },
        { label: "From", value: run.windowFrom.toISOString() },
        { label: "To", value: run.windowTo.toISOString() },
      ],
      runbook: "reconciliation-discrepancy",
      dedupeKey: `reconciliation:${run.id}`,
    });
  });
}
