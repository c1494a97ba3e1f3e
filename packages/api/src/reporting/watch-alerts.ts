import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { newId, only } from "@stoa/kit";
import { and, desc, inArray, isNull, notInArray, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { raiseAlert, whereToRead } from "../platform/raise-alert.ts";
import { ALERT_RULES, type AlertRule, INVARIANT_BROKEN } from "./alert-rules.ts";
import { alertToPost } from "./notify-alert.ts";
import { brokenInvariants } from "./run-invariants.ts";

const { alerts } = tables;

interface Finding {
  kind: string;
  summary: string;
  details: Readonly<Record<string, unknown>>;
}

export interface Watched {
  raised: string[];
  resolved: number;
}

/** Asks every alert rule; raises what is new, once, and closes what is over. */
export async function watchAlerts(ctx: Context): Promise<Watched> {
  const findings = await Promise.all(ALERT_RULES.map((rule) => findingOf(ctx, rule)));
  return settle(
    ctx,
    ALERT_RULES.map((rule) => rule.kind),
    findings.filter((finding) => finding !== null),
  );
}

/** Asks every invariant of the books and of the sales. It reads whole tables, so it runs more rarely than the rules. */
export async function watchInvariants(ctx: Context): Promise<Watched> {
  const broken = await brokenInvariants(ctx);
  const names = broken.map((breach) => breach.name).join(", ");
  const finding = {
    kind: INVARIANT_BROKEN,
    summary: `The books or the records contradict themselves: ${names}.`,
    details: { sample: broken.flatMap((breach) => breach.sampleIds).slice(0, 5), broken },
  };
  return settle(ctx, [INVARIANT_BROKEN], broken.length > 0 ? [finding] : []);
}

/** The alerts that are open, the newest first. */
export function openAlerts(ctx: Context) {
  return ctx.db
    .select({ id: alerts.id, kind: alerts.kind, summary: alerts.summary, raisedAt: alerts.raisedAt })
    .from(alerts)
    .where(isNull(alerts.resolvedAt))
    .orderBy(desc(alerts.raisedAt))
    .limit(50);
}

async function findingOf(ctx: Context, rule: AlertRule): Promise<Finding | null> {
  const { count, sample } = only(await ctx.db.execute<{ count: number; sample: string[] | null }>(rule.question));
  return count > rule.above
    ? { kind: rule.kind, summary: rule.say(count), details: { count, sample: sample ?? [] } }
    : null;
}

/** Brings the open alerts of these kinds in line with what was found. */
async function settle(ctx: Context, kinds: readonly string[], findings: readonly Finding[]): Promise<Watched> {
  return withTransaction(ctx, async (tx) => {
    const raised: string[] = [];
    for (const finding of findings) {
      const { id, fresh } = await open(tx, finding);
      if (!fresh) continue;
      raised.push(id);
      await tell(tx, id, finding);
    }
    const still = findings.map((finding) => finding.kind);
    const over = await tx.db
      .update(alerts)
      .set({ resolvedAt: sql`now()` })
      .where(
        and(
          isNull(alerts.resolvedAt),
          inArray(alerts.kind, [...kinds]),
          still.length > 0 ? notInArray(alerts.kind, still) : undefined,
        ),
      )
      .returning({ id: alerts.id });
    return { raised, resolved: over.length };
  });
}

/** The open alert of this kind, brought up to date, or a new one. */
async function open(ctx: TxContext, finding: Finding): Promise<{ id: string; fresh: boolean }> {
  const rows = await ctx.db
    .insert(alerts)
    .values({ id: newId("alert", ctx.clock.now().getTime()), ...finding })
    .onConflictDoUpdate({
      target: alerts.kind,
      targetWhere: isNull(alerts.resolvedAt),
      set: { summary: finding.summary, details: finding.details },
    })
    .returning({ id: alerts.id, fresh: sql<boolean>`xmax = 0` });
  return only(rows);
}

/** By mail and by webhook, each when it is set up; one that fails does not hold up the other. */
async function tell(ctx: TxContext, id: string, finding: Finding): Promise<void> {
  const sample = Array.isArray(finding.details.sample) ? finding.details.sample.join(", ") : "";
  await raiseAlert(ctx, {
    severity: finding.kind === INVARIANT_BROKEN ? "critical" : "warning",
    title: finding.kind,
    summary: finding.summary,
    facts: [
      { label: "What to do", value: whereToRead(ctx.services.env, finding.kind) },
      ...(sample ? [{ label: "For example", value: sample }] : []),
    ],
    runbook: finding.kind,
    dedupeKey: id,
  });
  if (ctx.services.env.ALERT_WEBHOOK_URL) await enqueue(ctx, alertToPost, { alertId: id });
}
