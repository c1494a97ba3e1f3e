import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { and, asc, eq, gte, inArray, isNull, lte, or } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import { deliveriesToRecover } from "./delivery-message.ts";
import { holdIfActive, lockActiveEndpoint, recordEndpointAudit } from "./endpoint.ts";
import { sendAnew } from "./replay-delivery.ts";
import type { RecoverInput } from "./schemas.ts";

const { webhookDeliveries } = tables;

/** What one transaction sends anew; the next batch is a job of its own. */
const BATCH = 200;

/**
 * Sends anew what an endpoint missed since a moment: what was held while it was paused, and what was given up. What it took
 * is left alone. Throws `EndpointNotFound`, `EndpointPaused`.
 */
export async function recoverDeliveries(
  ctx: Context,
  { endpointId, since }: RecoverInput,
): Promise<{ deliveries: number }> {
  return withTransaction(ctx, async (tx) => {
    await lockActiveEndpoint(tx, endpointId);
    const deliveries = await tx.db.$count(webhookDeliveries, missedBy(tx, endpointId, since));
    const asked = { endpointId, since: since.toISOString() };
    if (deliveries > 0) await enqueue(tx, deliveriesToRecover, asked);
    await recordEndpointAudit(tx, "recover", endpointId, { after: { since: asked.since, deliveries } });
    return { deliveries };
  });
}

/** Sends a batch anew, the oldest first, and asks for the next; no more once the endpoint is paused again. */
export async function recoverBatch(ctx: TxContext, { endpointId, since }: RecoverInput): Promise<void> {
  if (!(await holdIfActive(ctx, endpointId))) return;
  const missed = await ctx.db
    .select({ id: webhookDeliveries.id, createdAt: webhookDeliveries.createdAt })
    .from(webhookDeliveries)
    .where(missedBy(ctx, endpointId, since))
    .orderBy(asc(webhookDeliveries.createdAt), asc(webhookDeliveries.id))
    .limit(BATCH)
    .for("update");
  for (const { id } of missed) await sendAnew(ctx, id);
  const last = missed.at(-1);
  if (last && missed.length === BATCH) {
    await enqueue(ctx, deliveriesToRecover, { endpointId, since: last.createdAt.toISOString() });
  }
}

function missedBy(ctx: Context, endpointId: string, since: Date) {
  const { endpointId: of, status, createdAt, leasedUntil } = webhookDeliveries;
  const free = or(isNull(leasedUntil), lte(leasedUntil, ctx.clock.now()));
  return and(eq(of, endpointId), inArray(status, ["held", "failed"]), gte(createdAt, since), free);
}
