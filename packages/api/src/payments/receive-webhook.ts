import { insertRows, tables } from "@stoa/db";
import { enqueueFrom } from "@stoa/jobs";
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
 * `GatewayNotOffered`, `WebhookTooLarge` and `GatewayUnavailable`, all without a write.
 */
export async function receiveWebhook(ctx: Context, webhook: IncomingWebhook): Promise<Received> {
  if (webhook.rawBody.byteLength > WEBHOOK_BYTES_MAX) throw new WebhookTooLarge(WEBHOOK_BYTES_MAX);
  const event = await ctx.services.gateways.get(webhook.gateway).verifyWebhook({
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

/**
 * One statement writes the event and, when it is new, the job that follows from it; or counts it, when it is not. Gateways
 * repeat events in bursts, and copies hold each other up for as long as one of them has the row.
 */
async function storeEvent(
  ctx: Context,
  event: VerifiedEvent,
  { body, collected }: { body: Buffer; collected: boolean },
): Promise<Received> {
  const bodyHash = sha256(body);
  const { gateway, eventId, type, livemode, occurredAt } = event;
  const { correlationId } = ctx;
  const row = { gateway, eventId, type, body, bodyHash, collected, livemode, occurredAt, correlationId };
  // Only what was delivered, and delivered again, can be expected to be the same bytes.
  const differs = sql`(not inbox_events.collected and not excluded.collected and inbox_events.body_hash <> excluded.body_hash)`;
  const job = enqueueFrom(ctx, handleEventFact, { gateway, eventId }, sql`stored where deliveries = 1`);
  const [stored] = await ctx.db.execute<{ deliveries: number; differs: boolean }>(sql`
    with stored as (
      ${insertRows(inboxEvents, [row])}
      on conflict (gateway, event_id) do update
        set deliveries = inbox_events.deliveries + 1, conflicting = inbox_events.conflicting or ${differs}
      returning deliveries, not collected and not ${collected}::boolean and body_hash <> ${bodyHash} as differs
    ), job as (${job})
    select deliveries, differs, (select count(*) from job) from stored`);
  if (!stored || stored.deliveries === 1) return "new";
  return stored.differs ? "conflicting" : "repeated";
}
