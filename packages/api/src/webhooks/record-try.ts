import { tables } from "@stoa/db";
import { newId, only } from "@stoa/kit";
import { and, eq } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import type { Claimed } from "./claim-delivery.ts";
import { changeEndpoint, type Endpoint } from "./endpoint.ts";
import { pauseByItself } from "./pause-endpoint.ts";
import type { Answer } from "./post-message.ts";
import { FAILING_MAX_MS, GONE, isTaken, nextTryAt } from "./retry-schedule.ts";

const { webhookAttempts, webhookDeliveries, webhookEndpoints } = tables;

/**
 * Writes down what a try came to, for the delivery and for its endpoint. Gives when to look again; null when there is
 * nothing more to try. A run that has lost its lease leaves the delivery to whoever has it now.
 */
export async function recordTry(ctx: TxContext, claim: Claimed, answer: Answer): Promise<Date | null> {
  const endpoint = await holdEndpoint(ctx, claim.endpoint.id);
  await ctx.db.insert(webhookAttempts).values({
    id: newId("webhookAttempt", ctx.clock.now().getTime()),
    deliveryId: claim.deliveryId,
    responseStatus: answer.status,
    responseBody: answer.response,
    error: answer.error,
    latencyMs: answer.latencyMs,
    createdAt: ctx.clock.now(),
  });
  const taken = isTaken(answer.status);
  const over = taken || answer.status === GONE;
  const again = over ? null : nextTryAt(ctx.clock.now(), claim.attempt, answer.retryAfter);
  const own = await moveDelivery(ctx, claim, taken, again);
  if (!own) return claim.lease;
  if (taken) await works(ctx, endpoint);
  else await fails(ctx, endpoint, answer.status === GONE);
  return again;
}

/** Also one that was deleted while it was being called: what came of the call is still written down. */
async function holdEndpoint(ctx: TxContext, id: string): Promise<Endpoint> {
  return only(await ctx.db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)).for("no key update"));
}

async function moveDelivery(ctx: TxContext, claim: Claimed, taken: boolean, again: Date | null): Promise<boolean> {
  const status = taken ? "delivered" : again ? "pending" : "failed";
  const moved = await ctx.db
    .update(webhookDeliveries)
    .set({
      status,
      deliveredAt: taken ? ctx.clock.now() : null,
      nextAttemptAt: again,
      leasedUntil: null,
    })
    .where(and(eq(webhookDeliveries.id, claim.deliveryId), eq(webhookDeliveries.leasedUntil, claim.lease)))
    .returning({ id: webhookDeliveries.id });
  return moved.length > 0;
}

async function works(ctx: TxContext, endpoint: Endpoint): Promise<void> {
  if (endpoint.failingSince) await changeEndpoint(ctx, endpoint.id, { failingSince: null });
}

async function fails(ctx: TxContext, endpoint: Endpoint, gone: boolean): Promise<void> {
  const now = ctx.clock.now();
  const since = endpoint.failingSince ?? now;
  if (!endpoint.failingSince) await changeEndpoint(ctx, endpoint.id, { failingSince: since });
  if (gone) await pauseByItself(ctx, endpoint, "gone");
  else if (now.getTime() - since.getTime() >= FAILING_MAX_MS) await pauseByItself(ctx, endpoint, "failing");
}
