import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { addMs, DAY_MS, found, MINUTE_MS, newId } from "@stoa/kit";
import type { GatewayName } from "@stoa/payments";
import { and, eq } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { ReconciliationNotFound, WindowNotOver, WindowTooLong } from "./errors.ts";
import type { Window } from "./read-statement.ts";
import { reconciliationAsked } from "./reconciliation-asked.ts";

const { reconciliations } = tables;

export type Run = typeof reconciliations.$inferSelect;

/** What is newer may still be on its way as a webhook, and is no difference yet. */
const SETTLED_MS = 15 * MINUTE_MS;
/** More than a gateway lists in a reasonable time. */
const LONGEST_MS = 31 * DAY_MS;

/**
 * Has a gateway's statement compared with the books by the worker. Throws `WindowNotOver`, `WindowTooLong`, and what
 * `gateways.get` throws for a gateway that is off.
 */
export async function startReconciliation(
  ctx: Context,
  { gateway, from, to }: { gateway: GatewayName } & Window,
): Promise<{ id: string }> {
  ctx.services.gateways.get(gateway);
  if (to > addMs(ctx.clock.now(), -SETTLED_MS)) throw new WindowNotOver(SETTLED_MS / MINUTE_MS);
  if (to.getTime() - from.getTime() > LONGEST_MS) throw new WindowTooLong(LONGEST_MS / DAY_MS);
  return withTransaction(ctx, async (tx) => {
    const requestedBy = ctx.actor.kind === "user" ? ctx.actor.id : null;
    const id = await place(tx, { gateway, windowFrom: from, windowTo: to, daily: false, requestedBy });
    await recordAudit(tx, {
      action: "reconciliation.start",
      subjectKind: "reconciliation",
      subjectId: id,
      after: { gateway, from: from.toISOString(), to: to.toISOString() },
    });
    return { id };
  });
}

/** Has yesterday (UTC) compared for each gateway; a day that was asked for is not asked for again. */
export async function startDailyReconciliations(ctx: TxContext): Promise<void> {
  const today = new Date(ctx.clock.now().toISOString().slice(0, 10));
  const window = { windowFrom: addMs(today, -DAY_MS), windowTo: today };
  for (const gateway of ctx.services.gateways.enabled()) {
    const [known] = await ctx.db
      .select({ id: reconciliations.id })
      .from(reconciliations)
      .where(
        and(
          eq(reconciliations.gateway, gateway),
          eq(reconciliations.windowFrom, window.windowFrom),
          eq(reconciliations.windowTo, window.windowTo),
          eq(reconciliations.daily, true),
        ),
      );
    if (!known) await place(ctx, { gateway, ...window, daily: true, requestedBy: null });
  }
}

async function place(
  ctx: TxContext,
  run: Pick<Run, "gateway" | "windowFrom" | "windowTo" | "daily" | "requestedBy">,
): Promise<string> {
  const id = newId("reconciliation", ctx.clock.now().getTime());
  await ctx.db.insert(reconciliations).values({ id, ...run });
  await enqueue(ctx, reconciliationAsked, { reconciliationId: id });
  return id;
}

/** Throws `ReconciliationNotFound`. */
export async function readRun(ctx: Context, id: string): Promise<Run> {
  const [run] = await ctx.db.select().from(reconciliations).where(eq(reconciliations.id, id));
  return found(run, () => new ReconciliationNotFound(id));
}
