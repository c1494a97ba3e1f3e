import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { found, only } from "@stoa/kit";
import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../platform/audit.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { deliveryToMake } from "./delivery-message.ts";
import { lockActiveEndpoint } from "./endpoint.ts";
import { DeliveryNotFound, DeliveryUnderWay } from "./errors.ts";

const { webhookDeliveries } = tables;

type Delivery = typeof webhookDeliveries.$inferSelect;

/**
 * Sends an event to its endpoint once more, with all its tries, whatever had become of it; its id stays, so that a receiver
 * that has it already can tell. Throws `DeliveryNotFound`, `EndpointPaused`, `DeliveryUnderWay`.
 */
export async function replayDelivery(ctx: Context, id: string): Promise<{ deliveryId: string }> {
  return withTransaction(ctx, async (tx) => {
    const delivery = await lockDelivery(tx, id);
    const { leasedUntil, status, messageId } = delivery;
    if (leasedUntil && leasedUntil > ctx.clock.now()) throw new DeliveryUnderWay(id);
    await sendAnew(tx, id);
    await recordAudit(tx, {
      action: "webhooks.replay",
      subjectKind: "webhook_delivery",
      subjectId: id,
      before: { status },
      after: { messageId },
    });
    return { deliveryId: id };
  });
}

/** Begins another round of tries, which any job of an earlier round leaves alone. The caller holds the delivery. */
export async function sendAnew(ctx: TxContext, deliveryId: string): Promise<void> {
  const rows = await ctx.db
    .update(webhookDeliveries)
    .set({
      status: "pending",
      round: sql`${webhookDeliveries.round} + 1`,
      attempts: 0,
      nextAttemptAt: ctx.clock.now(),
      leasedUntil: null,
      deliveredAt: null,
    })
    .where(eq(webhookDeliveries.id, deliveryId))
    .returning({ round: webhookDeliveries.round });
  await enqueue(ctx, deliveryToMake, { deliveryId, round: only(rows).round });
}

async function lockDelivery(ctx: TxContext, id: string): Promise<Delivery> {
  const [known] = await ctx.db
    .select({ endpointId: webhookDeliveries.endpointId })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.id, id));
  const { endpointId } = found(known, () => new DeliveryNotFound(id));
  await lockActiveEndpoint(ctx, endpointId);
  return only(await ctx.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id)).for("update"));
}
