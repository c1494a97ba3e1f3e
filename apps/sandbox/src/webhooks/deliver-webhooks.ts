import { setTimeout as sleep } from "node:timers/promises";
import type { Deps, Running } from "../part.ts";
import { channelOf, queueDelivery, tableOf } from "./queue-delivery.ts";

/** Waits between tries. Gateways try for three days; a sandbox has no such patience. */
const RETRY_AFTER_S = [1, 2, 4, 8, 15, 30, 60, 120, 300, 600];
const ANSWER_WITHIN_MS = 20_000;
/** While a try runs nobody else takes the row; after a crash it is taken again then, or at the next start. */
const LEASE_S = 60;
const IDLE_MS = 500;
const AT_ONCE = 16;

/** How one gateway sends: where its queue lies, to whom it goes, and what is sent. */
export interface WebhookSender {
  /** The Postgres schema of the part, which holds its table `delivery`. */
  schema: string;
  url: string;
  /** An event's body with its headers, signed at this moment; null when there is no such event. */
  compose(eventId: string): Promise<{ body: string; headers: Record<string, string> } | null>;
}

interface Delivery {
  eventId: string;
  copy: number;
  attempts: number;
}

/** Sends queued events to the one webhook end point until it answers 2xx, at least once and in no promised order. */
export async function deliverWebhooks(deps: Deps, sender: WebhookSender): Promise<Running> {
  await deps.books`UPDATE ${tableOf(deps.books, sender.schema)} SET next_attempt_at = now() WHERE status = 'waiting'`;
  const stop = new AbortController();
  let wake = () => {};
  const listener = await deps.books.listen(channelOf(sender.schema), () => wake());
  const inFlight = new Set<Promise<void>>();
  let withoutBooks = false;

  const loop = (async () => {
    while (!stop.signal.aborted) {
      const due = await takeDue(deps, sender, AT_ONCE - inFlight.size).catch((error: unknown) => {
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
        const sending = attempt(deps, sender, delivery, stop.signal)
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

async function takeDue(deps: Deps, sender: WebhookSender, limit: number): Promise<Delivery[]> {
  if (limit <= 0) return [];
  const table = tableOf(deps.books, sender.schema);
  return deps.books<Delivery[]>`
    UPDATE ${table} SET attempts = attempts + 1, next_attempt_at = now() + ${LEASE_S} * interval '1 second'
    WHERE (event_id, copy) IN (
      SELECT event_id, copy FROM ${table} WHERE status = 'waiting' AND next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING event_id AS "eventId", copy, attempts`;
}

async function attempt(deps: Deps, sender: WebhookSender, delivery: Delivery, stopped: AbortSignal): Promise<void> {
  if (delivery.attempts === 1 && (await sufferFaults(deps, sender, delivery))) return;
  const delay = deps.faults.strikes("webhooks", "delay");
  if (delay !== null) await sleep(delay.delayMs, undefined, { signal: stopped }).catch(() => {});
  const answer = await send(deps, sender, delivery, stopped);
  if (/^2\d\d$/.test(answer)) return conclude(deps, sender, delivery, "delivered", answer);
  const wait = RETRY_AFTER_S[delivery.attempts - 1];
  if (wait === undefined) return conclude(deps, sender, delivery, "failed", answer);
  await deps.books`
    UPDATE ${tableOf(deps.books, sender.schema)} SET next_attempt_at = now() + ${wait} * interval '1 second', last_answer = ${answer}
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
}

/** Faults that strike an event once, at its first try. True when this try is over. */
async function sufferFaults(deps: Deps, sender: WebhookSender, delivery: Delivery): Promise<boolean> {
  if (deps.faults.strikes("webhooks", "lost") !== null) {
    await conclude(deps, sender, delivery, "lost", "never sent");
    return true;
  }
  if (delivery.copy === 1 && deps.faults.strikes("webhooks", "duplicate") !== null) {
    await queueDelivery(deps.books, sender.schema, delivery.eventId);
  }
  const reorder = deps.faults.strikes("webhooks", "reorder");
  if (reorder === null) return false;
  await deps.books`
    UPDATE ${tableOf(deps.books, sender.schema)} SET next_attempt_at = now() + ${reorder.delayMs} * interval '1 millisecond'
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
  return true;
}

/** One try. Gives the status, or why there was none. A redirect is an answer other than 2xx, so it counts as failed. */
async function send(deps: Deps, sender: WebhookSender, delivery: Delivery, stopped: AbortSignal): Promise<string> {
  const composed = await sender.compose(delivery.eventId);
  if (composed === null) return "no such event";
  if (deps.faults.strikes("webhooks", "cut_before") !== null) return "cut before it was sent";
  if (deps.faults.strikes("webhooks", "error") !== null) return "500";
  try {
    const response = await fetch(sender.url, {
      method: "POST",
      redirect: "manual",
      headers: composed.headers,
      body: composed.body,
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

async function conclude(
  deps: Deps,
  sender: WebhookSender,
  delivery: Delivery,
  status: string,
  answer: string,
): Promise<void> {
  await deps.books`
    UPDATE ${tableOf(deps.books, sender.schema)} SET status = ${status}, last_answer = ${answer}
    WHERE event_id = ${delivery.eventId} AND copy = ${delivery.copy}`;
}
