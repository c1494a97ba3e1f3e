import { createHmac } from "node:crypto";
import { handleWebhook } from "@stoa/api/http/webhook-handler";
import { type BenchRow, load, percentile, row } from "./rows.ts";
import { type Scratch, WEBHOOK_SECRET } from "./scratch.ts";

const EVENTS = 1_000;
const CONCURRENCY = 8;
/** The requirement: the gateway has its answer within this time, 99 times in 100. */
const ANSWER_P99_MS = 50;

/** From a signed event in hand to the 200: verification, the inbox row and the outbox row, committed. */
export async function measureWebhooks(scratch: Scratch): Promise<BenchRow[]> {
  const answer = async (body: string) => {
    const response = await handleWebhook(scratch.services, "stripe", signed(body));
    if (response.status !== 200) throw new Error(`the webhook was answered with ${response.status}`);
  };
  await load(events("warm", 50), CONCURRENCY, answer);
  const fresh = await load(events("fresh", EVENTS), CONCURRENCY, answer);
  const repeated = await load(events("fresh", EVENTS), CONCURRENCY, answer);
  return [
    row("webhook answer, p50", percentile(fresh.samplesMs, 0.5), "ms"),
    row("webhook answer, p99", percentile(fresh.samplesMs, 0.99), "ms", ANSWER_P99_MS),
    row("webhook answer to a repeat, p99", percentile(repeated.samplesMs, 0.99), "ms", ANSWER_P99_MS),
    row("webhooks answered", fresh.perSecond, "events/s"),
  ];
}

/** Events that the gateway sends and that lead to nothing but their rows. */
export function events(label: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `evt_${label}_${index}`,
      object: "event",
      api_version: "2026-10-28.endive",
      created: Math.floor(Date.now() / 1000),
      livemode: false,
      pending_webhooks: 1,
      type: "customer.created",
      data: { object: { id: `cus_${index}`, object: "customer" } },
    }),
  );
}

function signed(body: string): Request {
  const headers = { "stripe-signature": signatureOf(body) };
  return new Request("http://bench.local/api/webhooks/stripe", { method: "POST", body, headers });
}

/** The gateway's signature of a body, made now. */
export function signatureOf(body: string): string {
  const time = Math.floor(Date.now() / 1000);
  return `t=${time},v1=${createHmac("sha256", WEBHOOK_SECRET).update(`${time}.${body}`).digest("hex")}`;
}
