import { setTimeout as sleep } from "node:timers/promises";
import { afterTheFaults } from "../after.ts";
import { paidUnheard } from "../rig/buyers.ts";
import type { System } from "../rig/system.ts";
import { type Delivered, deliver, eventsAbout, percentile } from "../rig/webhooks.ts";
import { type Scenario, scaled } from "../scenario.ts";

const CATALOGUE_P95_MS = 300;
const READ_EVERY_MS = 100;

/** Redis is full, then gone. Payments are taken in and the catalogue is shown all the while. */
export const absentRedis: Scenario = {
  promise: 12,
  name: "Redis full, then gone",
  passes: "every webhook 2xx, the catalogue served, the backlog gone afterwards",
  run: async (system, scale) => {
    const [count, awayMs] = [scaled(500, scale, 10), scaled(60_000, scale, 1_000)];
    const { market, orders } = await paidUnheard(system, "noredis", count);
    await system.startWorker();
    const events = await eventsAbout(system, orders);
    const half = Math.ceil(events.length / 2);
    await system.redis.command("config", "set", "maxmemory", "1");
    const full = await trade(system, events.slice(0, half), awayMs);
    await system.redis.command("config", "set", "maxmemory", "0");
    await system.redis.kill();
    const gone = await trade(system, events.slice(half), awayMs);
    await system.redis.start();
    const webhooks = [...full.webhooks, ...gone.webhooks];
    const reads = [...full.reads, ...gone.reads];
    const p95 = percentile(
      reads.map(({ ms }) => ms),
      0.95,
    );
    const [refused, unread] = [webhooks, reads].map((all) => all.filter(({ status }) => status !== 200).length);
    return afterTheFaults(system, market, {
      orders: count,
      scale,
      more: {
        awaySeconds: (2 * awayMs) / 1_000,
        webhooks: webhooks.length,
        refused: refused ?? 0,
        reads: reads.length,
        unread: unread ?? 0,
        readP95Ms: p95,
      },
      conditions: {
        "every webhook is answered 2xx": refused === 0,
        "the catalogue is served": unread === 0,
        [`the catalogue's p95 is under ${CATALOGUE_P95_MS} ms`]: scale < 1 || p95 < CATALOGUE_P95_MS,
      },
    });
  },
};

/** Webhooks and readers of the catalogue, spread over a time. */
async function trade(system: System, events: readonly { body: string }[], forMs: number) {
  const until = performance.now() + forMs;
  const reads: Delivered[] = [];
  const reading = (async () => {
    while (performance.now() < until) {
      reads.push(await readCatalogue(system, reads.length));
      await sleep(READ_EVERY_MS);
    }
  })();
  const pauseMs = forMs / Math.max(1, events.length);
  const webhooks: Delivered[] = [];
  for (const { body } of events) {
    webhooks.push(await deliver(system, body));
    await sleep(pauseMs);
  }
  await reading;
  return { webhooks, reads };
}

async function readCatalogue(system: System, number: number): Promise<Delivered> {
  const started = performance.now();
  const headers = { "X-Forwarded-For": `10.250.${Math.floor(number / 250) % 250}.${1 + (number % 250)}` };
  const status = await fetch(`${system.frontUrl}/api/v1/courses`, { headers }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    () => 0,
  );
  return { status, ms: performance.now() - started };
}
