import { createHmac } from "node:crypto";
import type { Placed } from "./buyers.ts";
import type { System } from "./system.ts";

const SECRET = "whsec_sandbox";
const ANSWER_WITHIN_MS = 60_000;

export interface Delivered {
  /** 0 when the line broke before an answer. */
  status: number;
  ms: number;
}

/** From here on the gateway makes its events and sends none. */
export async function loseWebhooks({ sandbox }: System): Promise<void> {
  await sandbox.control("POST", "faults", { target: "webhooks", kind: "lost", rate: 1 });
}

/** The gateway's events about paid orders, as it would have sent them. */
export async function eventsAbout(
  { world }: System,
  orders: readonly Placed[],
): Promise<{ orderId: string; body: string }[]> {
  const ids = orders.map(({ orderId }) => orderId);
  const rows = await world<{ orderId: string; body: unknown }[]>`
    select o.id as "orderId", e.body from unnest(${ids}::text[]) o(id)
    join stripe.object e on e.kind = 'event'
      and o.id in (e.body #>> '{data,object,client_reference_id}', e.body #>> '{data,object,metadata,order_id}')
    order by e.seq`;
  return rows.map(({ orderId, body }) => ({ orderId, body: JSON.stringify(body, null, 2) }));
}

/** The event of a type about one object of the gateway's, as it would have sent it. */
export async function eventOf({ world }: System, objectId: string, type: string): Promise<string | undefined> {
  const [row] = await world<{ body: unknown }[]>`
    select body from stripe.object where kind = 'event' and body ->> 'type' = ${type}
      and body #>> '{data,object,id}' = ${objectId}`;
  return row && JSON.stringify(row.body, null, 2);
}

/** Sends one event to the shop as the gateway does, signed now. */
export async function deliver(system: System, body: string): Promise<Delivered> {
  const started = performance.now();
  const status = await fetch(`${system.frontUrl}/api/webhooks/stripe`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Stripe-Signature": signatureOf(body) },
    body,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  }).then(
    async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    },
    () => 0,
  );
  return { status, ms: performance.now() - started };
}

/** The gateway's signature of a body, made now. */
export function signatureOf(body: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  return `t=${seconds},v1=${createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex")}`;
}

/** The time within which this share of them was answered. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
