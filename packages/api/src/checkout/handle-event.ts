import { type Fence, RetryLater, Unrecoverable } from "@stoa/jobs";
import { SECOND_MS } from "@stoa/kit";
import { type Gateway, type GatewayFact, MalformedPayload } from "@stoa/payments";
import { type InboxEvent, type InboxKey, markDead, markHandled, noteTry, readEvent } from "../payments/index.ts";
import type { Context } from "../platform/context.ts";
import { applyFact } from "./apply-fact.ts";
import { OrderNotKnownYet } from "./errors.ts";
import { freshFacts } from "./fresh-facts.ts";

/** Tries before an event is dead; with the job's pauses that is about half an hour. */
export const EVENT_ATTEMPTS = 10;
/** How often an event waits for an order that is not committed yet, before its money is held. */
const WAITS_FOR_ORDER = 5;
const FIRST_WAIT_MS = 2 * SECOND_MS;

/**
 * Works one event of the inbox: asks the gateway for what order or time could have changed, then applies all of it and
 * notes the event as handled in one transaction. Any failure leaves the event as it was, to be tried again; after the
 * last try it is dead, visible and replayable.
 */
export async function handleEvent(ctx: Context, key: InboxKey, fence: Fence<Context>): Promise<void> {
  const event = await readEvent(ctx, key);
  if (event.handledAt !== null) return;
  try {
    await apply(ctx, event, fence);
  } catch (error) {
    const tries = await noteTry(ctx, key, error);
    if (error instanceof OrderNotKnownYet) {
      throw new RetryLater(FIRST_WAIT_MS * 2 ** Math.min(tries - 1, WAITS_FOR_ORDER), error.message);
    }
    if (error instanceof MalformedPayload || fence.attempt >= EVENT_ATTEMPTS) await markDead(ctx, key);
    throw error instanceof MalformedPayload ? new Unrecoverable(error.message, { cause: error }) : error;
  }
}

async function apply(ctx: Context, event: InboxEvent, fence: Fence<Context>): Promise<void> {
  const gateway: Gateway = ctx.services.gateways.get(event.gateway);
  const facts: GatewayFact[] = [];
  for (const fact of gateway.factsOf(event)) facts.push(...(await freshFacts(ctx, gateway, fact)));
  const whenUnknown = event.attempts < WAITS_FOR_ORDER ? "wait" : "hold";
  const done = await fence.complete(async (tx) => {
    const applied = [];
    for (const fact of facts) applied.push(await applyFact(tx, gateway.name, fact, whenUnknown));
    await markHandled(tx, event, {
      outcome: [...new Set(applied.map((one) => one.outcome))].join(", "),
      orderId: applied.find((one) => one.orderId !== null)?.orderId ?? null,
    });
  });
  const waitedMs = Math.max(0, ctx.clock.now().getTime() - event.receivedAt.getTime());
  if (done) ctx.services.metrics.webhookLag.observe({ gateway: gateway.name }, waitedMs / SECOND_MS);
}
