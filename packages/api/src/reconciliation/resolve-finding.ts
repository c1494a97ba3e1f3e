import { tables, withTransaction } from "@stoa/db";
import { found, unreachable } from "@stoa/kit";
import type { Gateway, GatewayFact } from "@stoa/payments";
import { and, eq, sql } from "drizzle-orm";
import { takeGatewaysWord } from "../checkout/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { FindingNotFound, FindingResolved, StillDifferent } from "./errors.ts";
import { differ } from "./findings.ts";
import { wordThere } from "./reconcile.ts";
import { wordHere } from "./word-here.ts";

const { reconciliationFindings: findings } = tables;

type Finding = typeof findings.$inferSelect;
type Resolved = { id: string; status: Finding["status"] };

/**
 * Takes over what the gateway says now: a payment that is missing here is settled or held, a refund or a dispute is booked,
 * as if its event had come. Throws `StillDifferent` when the books differ even then, `FindingResolved`, `FindingNotFound`.
 */
export async function applyFinding(ctx: Context, id: string): Promise<Resolved> {
  const finding = await openFinding(ctx, id);
  const gateway = ctx.services.gateways.get(finding.gateway);
  await takeWord(ctx, gateway, finding);
  const [here, there] = [await wordHere(ctx, finding), await wordThere(ctx, gateway, finding)];
  if (differ({ ...finding, here, there })) throw new StillDifferent(id);
  return resolve(ctx, finding, { status: "applied", note: null });
}

/** Notes why a difference is as it is; it is not raised again while it stays the same. */
export async function explainFinding(ctx: Context, { id, note }: { id: string; note: string }): Promise<Resolved> {
  return resolve(ctx, await openFinding(ctx, id), { status: "explained", note });
}

async function takeWord(ctx: Context, gateway: Gateway, finding: Finding): Promise<void> {
  if ((await wordThere(ctx, gateway, finding)) === null) return;
  const fact = await factThere(ctx, gateway, finding);
  if (fact !== null) await takeGatewaysWord(ctx, gateway, fact);
}

/** What its event would say at this moment; null for a payment that brought nothing. */
async function factThere(
  ctx: Context,
  gateway: Gateway,
  { subject, gatewayRef }: Finding,
): Promise<GatewayFact | null> {
  const options = { correlationId: ctx.correlationId };
  switch (subject) {
    case "payment": {
      const payment = await gateway.retrievePayment(gatewayRef, options);
      return payment.status === "succeeded" ? { kind: "payment_succeeded", checkoutId: null, payment } : null;
    }
    case "refund":
      return { kind: "refund_changed", refund: await gateway.retrieveRefund(gatewayRef, options) };
    case "dispute":
      return { kind: "dispute_changed", dispute: await gateway.retrieveDispute(gatewayRef, options) };
    default:
      return unreachable(subject, "subject of a finding");
  }
}

async function openFinding(ctx: Context, id: string): Promise<Finding> {
  const [row] = await ctx.db.select().from(findings).where(eq(findings.id, id));
  const finding = found(row, () => new FindingNotFound(id));
  if (finding.status !== "open") throw new FindingResolved(id);
  return finding;
}

/** Of two people at one moment, the second is told that it is done. */
async function resolve(
  ctx: Context,
  finding: Finding,
  { status, note }: { status: "applied" | "explained"; note: string | null },
): Promise<Resolved> {
  const resolvedBy = ctx.actor.kind === "user" ? ctx.actor.id : null;
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(findings)
      .set({ status, note, resolvedBy, resolvedAt: sql`now()` })
      .where(and(eq(findings.id, finding.id), eq(findings.status, "open")))
      .returning({ id: findings.id });
    if (!row) throw new FindingResolved(finding.id);
    await recordAudit(tx, {
      action: `reconciliation.${status}`,
      subjectKind: "reconciliation_finding",
      subjectId: finding.id,
      before: { status: finding.status, kind: finding.kind, gatewayRef: finding.gatewayRef },
      after: { status, note },
    });
    return { id: finding.id, status };
  });
}
