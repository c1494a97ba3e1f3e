import { tables, withTransaction } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { ALERT_RULES, type AlertRule } from "./alert-rules.ts";
import { brokenInvariants } from "./run-invariants.ts";

const { alerts } = tables;

interface Finding {
  kind: string;
  summary: string;
  details: Readonly<Record<string, unknown>>;
}

/**
 * Looks at every alert rule and at the invariants, raises what is new and closes what is over. Gives the alerts raised
 * now, whose notices are queued in the same transaction by `onRaised`.
 */
export async function watchAlerts(
  ctx: Context,
  onRaised: (tx: TxContext, alertId: string) => Promise<void>,
): Promise<{ raised: string[]; resolved: number }> {
  const findings = [
    ...(await Promise.all(ALERT_RULES.map((rule) => findingOf(ctx, rule)))),
    await invariantFinding(ctx),
  ].filter((finding) => finding !== null);
  return withTransaction(ctx, async (tx) => {
    const raised: string[] = [];
    for (const finding of findings) {
      const [row] = await tx.db
        .insert(alerts)
        .values({ id: newId("alert", ctx.clock.now().getTime()), ...finding })
        .onConflictDoUpdate({
          target: alerts.kind,
          targetWhere: isNull(alerts.resolvedAt),
          set: { summary: finding.summary, details: finding.details },
        })
        .returning({ id: alerts.id, fresh: sql<boolean>`xmax = 0` });
      if (row?.fresh) {
        raised.push(row.id);
        await onRaised(tx, row.id);
      }
    }
    const still = findings.map((finding) => finding.kind);
    const over = await tx.db
      .update(alerts)
      .set({ resolvedAt: sql`now()` })
      .where(and(isNull(alerts.resolvedAt), still.length > 0 ? notInArray(alerts.kind, still) : undefined))
      .returning({ id: alerts.id });
    return { raised, resolved: over.length };
  });
}

async function findingOf(ctx: Context, rule: AlertRule): Promise<Finding | null> {
  const { count, sample } = only(await ctx.db.execute<{ count: number; sample: string[] | null }>(rule.question));
  return count > rule.above
    ? { kind: rule.kind, summary: rule.say(count), details: { count, sample: sample ?? [] } }
    : null;
}

async function invariantFinding(ctx: Context): Promise<Finding | null> {
  const broken = await brokenInvariants(ctx);
  if (broken.length === 0) return null;
  const names = broken.map((each) => each.name);
  return {
    kind: "invariant-broken",
    summary: `The books or the records contradict themselves: ${names.join(", ")}.`,
    details: { broken },
  };
}

/** The alerts that are open, the newest first, for the admin's overview. */
export function openAlerts(ctx: Context) {
  return ctx.db.select().from(alerts).where(isNull(alerts.resolvedAt)).orderBy(sql`${alerts.raisedAt} desc`).limit(50);
}

/** One alert, or nothing when it is not there. */
export async function findAlert(ctx: Context, id: string) {
  const [row] = await ctx.db.select().from(alerts).where(eq(alerts.id, id)).limit(1);
  return row;
}
