import { tables, withTransaction } from "@stoa/db";
import { addMs, MINUTE_MS, SECOND_MS } from "@stoa/kit";
import { and, eq, gt } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { Endpoint } from "./endpoint.ts";
import { TRIES } from "./retry-schedule.ts";

const { webhookDeliveries, webhookEndpoints, webhookMessages } = tables;

/** Longer than a try can take; a worker that dies gives its delivery free after it. */
const LEASE_MS = MINUTE_MS;

/** Deliveries to one endpoint at a time, so that a slow one does not keep all others waiting. */
const AT_ONCE = 4;
/** The shortest wait for a turn. With many in line each waits longer, so that all of them together ask ten times a second. */
const WAIT_MS = 5 * SECOND_MS;
const WAIT_EACH_MS = 100;
/** As far as a line is counted; nobody waits longer than at its end. */
const COUNTED_MAX = 6_000;

/** A delivery in the hands of one run. */
export interface Claimed {
  deliveryId: string;
  /** This try, 1 for the first. */
  attempt: number;
  /** Until when the run may act; also its name, by which its outcome is taken. */
  lease: Date;
  endpoint: Endpoint;
  message: { id: string; body: string };
}

/**
 * Takes a delivery in hand for one try. Gives `settled` when this round has nothing left to do, or a moment before which
 * another run has it, its time has not come, or its endpoint has enough to do.
 */
export async function claimDelivery(
  ctx: Context,
  { deliveryId, round }: { deliveryId: string; round: number },
): Promise<Claimed | "settled" | Date> {
  return withTransaction(ctx, async (tx) => {
    const endpoint = await lockEndpointOf(tx, deliveryId);
    if (!endpoint) return "settled";
    const [row] = await tx.db
      .select({ delivery: webhookDeliveries, body: webhookMessages.body })
      .from(webhookDeliveries)
      .innerJoin(webhookMessages, eq(webhookMessages.id, webhookDeliveries.messageId))
      .where(eq(webhookDeliveries.id, deliveryId))
      .for("update", { of: webhookDeliveries });
    if (!row || row.delivery.round !== round || row.delivery.status !== "pending") return "settled";
    const { leasedUntil, nextAttemptAt, attempts, messageId } = row.delivery;
    const now = ctx.clock.now();
    if (leasedUntil && leasedUntil > now) return leasedUntil;
    if (endpoint.deletedAt || endpoint.status === "paused") return settle(tx, deliveryId, "held");
    // Only a run that ended without a word leaves a last try behind.
    if (attempts >= TRIES) return settle(tx, deliveryId, "failed");
    if (nextAttemptAt && nextAttemptAt > now) return nextAttemptAt;
    if ((await underWay(tx, endpoint.id, now)) >= AT_ONCE) return nextTurn(tx, endpoint.id, now);
    const claim = { attempt: attempts + 1, lease: addMs(now, LEASE_MS) };
    const set = { attempts: claim.attempt, leasedUntil: claim.lease };
    await tx.db.update(webhookDeliveries).set(set).where(eq(webhookDeliveries.id, deliveryId));
    return { ...claim, deliveryId, endpoint, message: { id: messageId, body: row.body } };
  });
}

/** The endpoint first, as everywhere; so that claims of one endpoint count one after the other. */
async function lockEndpointOf(ctx: TxContext, deliveryId: string): Promise<Endpoint | undefined> {
  const [row] = await ctx.db
    .select({ endpoint: webhookEndpoints })
    .from(webhookEndpoints)
    .innerJoin(webhookDeliveries, eq(webhookDeliveries.endpointId, webhookEndpoints.id))
    .where(eq(webhookDeliveries.id, deliveryId))
    .for("no key update", { of: webhookEndpoints });
  return row?.endpoint;
}

function underWay(ctx: TxContext, endpointId: string, now: Date): Promise<number> {
  const { endpointId: of, leasedUntil } = webhookDeliveries;
  return ctx.db.$count(webhookDeliveries, and(eq(of, endpointId), gt(leasedUntil, now)));
}

async function nextTurn(ctx: TxContext, endpointId: string, now: Date): Promise<Date> {
  const { id, endpointId: of, status } = webhookDeliveries;
  const line = ctx.db
    .select({ id })
    .from(webhookDeliveries)
    .where(and(eq(of, endpointId), eq(status, "pending")));
  const waiting = await ctx.db.$count(line.limit(COUNTED_MAX).as("line"));
  return addMs(now, Math.max(WAIT_MS, waiting * WAIT_EACH_MS) * (1 + Math.random()));
}

async function settle(ctx: TxContext, deliveryId: string, status: "held" | "failed"): Promise<"settled"> {
  await ctx.db
    .update(webhookDeliveries)
    .set({ status, nextAttemptAt: null, leasedUntil: null })
    .where(eq(webhookDeliveries.id, deliveryId));
  return "settled";
}
