import { tables, withTransaction } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import type { GatewayName, VerifiedEvent } from "@stoa/payments";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { sha256 } from "../platform/secrets.ts";
import { WebhookTooLarge } from "./errors.ts";
import { handleEventFact } from "./handle-event-fact.ts";

const { inboxEvents } = tables;

/** No gateway sends more; what is larger is turned away before it is read as anything. */
export const WEBHOOK_BYTES_MAX = 1024 * 1024;

export interface IncomingWebhook {
  gateway: GatewayName;
  /** As they arrived, because the signature is over these bytes. */
  rawBody: Uint8Array;
  headers: Headers;
}

export type Received = "new" | "repeated" | "conflicting";

/**
 * Takes in a gateway's event (M4): verifies the raw bytes, stores them under gateway and event id, and leaves the rest
 * to a job that commits with them. Answer the gateway after this returns, never before. A repeated event is counted;
 * the same id with another body is flagged on the first and has no effect. Throws `WebhookRefused`,
 * `GatewayNotOffered` and `WebhookTooLarge`, all without a write.
 */
export async function receiveWebhook(ctx: Context, webhook: IncomingWebhook): Promise<Received> {
  if (webhook.rawBody.byteLength > WEBHOOK_BYTES_MAX) throw new WebhookTooLarge(WEBHOOK_BYTES_MAX);
  const event = ctx.services.gateways.get(webhook.gateway).verifyWebhook({
    rawBody: webhook.rawBody,
    headers: webhook.headers,
    receivedAt: ctx.clock.now(),
  });
  return storeEvent(ctx, event, { body: Buffer.from(webhook.rawBody), collected: false });
}

/** Stores an event that was read from the gateway itself, because it may never have been delivered. */
export async function storeCollectedEvent(ctx: Context, event: VerifiedEvent): Promise<Received> {
  return storeEvent(ctx, event, { body: Buffer.from(JSON.stringify(event.payload)), collected: true });
}

async function storeEvent(
  ctx: Context,
  event: VerifiedEvent,
  { body, collected }: { body: Buffer; collected: boolean },
): Promise<Received> {
  const bodyHash = sha256(body);
  // Only what was delivered, and delivered again, can be expected to be the same bytes.
  const differs = sql<boolean>`not ${inboxEvents.collected} and not ${collected}::boolean and ${inboxEvents.bodyHash} <> ${bodyHash}`;
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(inboxEvents)
      .values({
        gateway: event.gateway,
        eventId: event.eventId,
        type: event.type,
        body,
        bodyHash,
        collected,
        livemode: event.livemode,
        occurredAt: event.occurredAt,
        correlationId: ctx.correlationId,
      })
      .onConflictDoUpdate({
        target: [inboxEvents.gateway, inboxEvents.eventId],
        set: {
          deliveries: sql`${inboxEvents.deliveries} + 1`,
          conflicting: sql`${inboxEvents.conflicting} or (${differs})`,
        },
      })
      .returning({ deliveries: inboxEvents.deliveries, differs });
    if (row && row.deliveries > 1) return row.differs ? "conflicting" : "repeated";
    await enqueue(tx, handleEventFact, { gateway: event.gateway, eventId: event.eventId });
    return "new";
  });
}
