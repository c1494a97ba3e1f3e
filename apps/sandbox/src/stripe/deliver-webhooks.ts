import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deps, Running } from "../part.ts";
import { DELIVERY_CHANNEL, queueDelivery } from "./events.ts";
import { find } from "./object-store.ts";

/** Waits between tries. Stripe itself tries for three days; a sandbox has no such patience. */
const RETRY_AFTER_S = [1, 2, 4, 8, 15, 30, 60, 120, 300, 600];
const ANSWER_WITHIN_MS = 20_000;
/** While a try runs nobody else takes the row; after a crash it is taken again then, or at the next start. */
const LEASE_S = 60;
const IDLE_MS = 500;
const AT_ONCE = 16;

interface Delivery {
  eventId: string;
  copy: number;
  attempts: number;
}

/** Sends queued events to the one webhook end point until it answers 2xx, at least once and in no promised order. */
export async function deliverWebhooks(deps: Deps): Promise<Running> {
  await deps.books`UPDATE stripe.delivery SET next_attempt_at = now() WHERE status = 'waiting'`;
  const stop = new AbortController();
  let wake = () => {};
  const listener = await deps.books.listen(DELIVERY_CHANNEL, () => wake());
  const inFlight = new Set<Promise<void>>();
  let withoutBooks = false;

  const loop = (async () => {
    while (!stop.signal.aborted) {
      const due = await takeDue(deps, AT_ONCE - inFlight.size).catch((error: unknown) => {
        // Once an outage. Nothing can be sent without the books; once they are back it goes on where it was.
        if (!withoutBooks) deps.log.error({ error: String(error) }, "webhooks wait for the books");
        withoutBooks = true;
        return null;
      });
      if (due === null) {
        await sleep(IDLE_MS);
        continue;
      }
      withoutBooks = false;
      for (const delivery of due) {
        const sending = attempt(deps, delivery, stop.signal)
          .catch((error: unknown) =>
            deps.log.error({ eventId: delivery.eventId, error: String(error) }, "delivery failed"),
          )
          .finally(() => inFlight.delete(sending));
        inFlight.add(sending);
      }
      if (due.length === 0 || inFlight.size >= AT_ONCE) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, sleep(IDLE_MS), ...(inFlight.size >= AT_ONCE ? inFlight : [])]);
      }
    }
  })();

  return {
    close: async () => {
      stop.abort();
      wake();
      await loop;
      await Promise.all(inFlight);
      await listener.unlisten();
    },
  };
}

async function takeDue(deps: Deps, limit: number): Promise<Delivery[]> {
  if (limit <= 0) return [];
  return deps.books<Delivery[]>`
    UPDATE stripe.delivery SET attempts = attempts + 1, next_attempt_at = now() + ${LEASE_S} * interval '1 second'
    WHERE (event_id, copy) IN (
      SELECT event_id, copy FROM stripe.delivery WHERE status = 'waiting' AND next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING event_id AS "eventId", copy, attempts`;
}

async function attempt(deps: Deps, delivery: Delivery, stopped: AbortSignal): Promise<void> {
  if (delivery.attempts === 1 && (await sufferFaults(deps, delivery))) return;
  const delay = deps.faults.strikes("webhooks", "delay");
  if (delay !== null) await sleep(delay.delayMs, undefined, { signal: stopped }).catch(() => {});
  const answer = await send(deps, delivery, stopped);
  if (/^2\d\d$/.test(answer)) return conclude(deps, delivery, "delivered", answer);
  const wait = RETRY_AFTER_S[delivery.attempts - 1];
  if (wait === undefined) return conclude(deps, delivery, "failed", answer);
  await deps.books`
    UPDATE stripe.delivery SET next_attempt_at = now() + ${wait} * interval '1 second', last_answer = ${answer}
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
}

/** Faults that strike an event once, at its first try. True when this try is over. */
async function sufferFaults(deps: Deps, delivery: Delivery): Promise<boolean> {
  if (deps.faults.strikes("webhooks", "lost") !== null) {
    await conclude(deps, delivery, "lost", "never sent");
    return true;
  }
  if (delivery.copy === 1 && deps.faults.strikes("webhooks", "duplicate") !== null) {
    await queueDelivery(deps.books, delivery.eventId);
  }
  const reorder = deps.faults.strikes("webhooks", "reorder");
  if (reorder === null) return false;
  await deps.books`
    UPDATE stripe.delivery SET next_attempt_at = now() + ${reorder.delayMs} * interval '1 millisecond'
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
  return true;
}

/** One try. Gives the status, or why there was none. A redirect is an answer other than 2xx, so it counts as failed. */
async function send(deps: Deps, delivery: Delivery, stopped: AbortSignal): Promise<string> {
  const event = await find(deps.books, "event", delivery.eventId);
  if (event === null) return "no such event";
  const body = JSON.stringify(event, null, 2);
  if (deps.faults.strikes("webhooks", "cut_before") !== null) return "cut before it was sent";
  if (deps.faults.strikes("webhooks", "error") !== null) return "500";
  try {
    const response = await fetch(deps.config.stripe.webhookUrl, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "stripe-signature": signatureHeader(body, deps.config.stripe.webhookSecrets, deps.clock.now()),
      },
      body,
      signal: AbortSignal.any([stopped, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return deps.faults.strikes("webhooks", "cut_after") === null ? String(response.status) : "cut before the answer";
  } catch (error) {
    return error instanceof Error
      ? error.cause instanceof Error
        ? error.cause.message
        : error.message
      : String(error);
  }
}

async function conclude(deps: Deps, delivery: Delivery, status: string, answer: string): Promise<void> {
  await deps.books`
    UPDATE stripe.delivery SET status = ${status}, last_answer = ${answer}
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
}

/** `t=…,v1=…`, with one `v1` for each secret, as Stripe signs while a secret is being rotated. */
export function signatureHeader(body: string, secrets: readonly string[], at: Date): string {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const signatures = secrets.map((secret) => createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex"));
  return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(",");
}
