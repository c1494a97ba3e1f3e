import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { startServer } from "../../tooling/testing/start-app.ts";
import { events, signatureOf } from "./measure-webhooks.ts";
import { type BenchRow, percentile, row } from "./rows.ts";
import type { Scratch } from "./scratch.ts";

const FRONT = fileURLToPath(new URL("../../tooling/faults/rig/shop-front.ts", import.meta.url));
/** The requirements (T58): so many junk posts a second, none of which reaches the database, beside which events are taken. */
const JUNK_PER_SECOND = 2_000;
const ANSWER_P99_MS = 1_000;
const EVENTS_PER_SECOND = 20;
const TICK_MS = 5;
/** What the shop's socket holds at most; beyond it the attacker waits like everybody. */
const OPEN_AT_ONCE = 256;
/** Postgres tells what a connection has written up to a second later. */
const TOLD_WITHIN_MS = 2_000;
const BODY = JSON.stringify({
  id: "evt_junk",
  type: "checkout.session.completed",
  data: { object: { id: "x".repeat(500) } },
});

/**
 * Posts to the gateway's end point what no gateway signed, over real HTTP and to a process of its own: first alone, to
 * see what Postgres is made to write, then beside the gateway's own events.
 */
export async function measureJunk(scratch: Scratch, seconds: number): Promise<BenchRow[]> {
  const front = await startServer({
    ...{ name: "shop front", main: FRONT, port: "WEB_PORT", ready: "/api/health/ready" },
    env: { ...scratch.environment, LOG_LEVEL: "warn" },
  });
  const sql = postgres(scratch.url, { max: 1, onnotice: () => {} });
  // The attacker and the gateway do not wait for each other's sockets.
  const agents = { attacker: agentOfOne(), gateway: agentOfOne() };
  const attacker = poster(front.url, agents.attacker);
  const gateway = poster(front.url, agents.gateway);
  try {
    const before = await rowsWritten(sql);
    await flood(attacker, Math.max(2, seconds / 4));
    const written = (await rowsWritten(sql)) - before;
    const [junk, delivered] = await Promise.all([flood(attacker, seconds), sendEvents(gateway, seconds)]);
    const failed = delivered.filter(({ status }) => status !== 200);
    if (failed.length > 0) throw new Error(`events were answered ${failed[0]?.status}:\n${errorsIn(front.output())}`);
    return [
      row("junk webhooks refused", junk.perSecond, "posts/s", JUNK_PER_SECOND),
      row("rows written for junk webhooks", written, "rows"),
      row(
        "webhook answer beside junk, p99",
        percentile(
          delivered.map(({ ms }) => ms),
          0.99,
        ),
        "ms",
        ANSWER_P99_MS,
      ),
    ];
  } finally {
    for (const agent of Object.values(agents)) agent.destroy();
    await sql.end();
    await front.stop();
  }
}

function errorsIn(output: string): string {
  return output
    .split("\n")
    .filter((line) => line.includes('"level":"error"'))
    .slice(0, 3)
    .join("\n");
}

type Post = (body: string, signature: string) => Promise<number>;

const agentOfOne = () => new Agent({ keepAlive: true, maxSockets: OPEN_AT_ONCE });

function poster(shop: string, agent: Agent): Post {
  const url = `${shop}/api/webhooks/stripe`;
  return (body, signature) =>
    new Promise((resolve, reject) => {
      const headers = { "Content-Type": "application/json", "Stripe-Signature": signature };
      const sent = request(url, { method: "POST", agent, headers }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      });
      sent.on("error", reject).end(body);
    });
}

/** At a steady rate, whatever the answers take, as far as there are sockets. */
async function flood(post: Post, seconds: number): Promise<{ perSecond: number }> {
  const started = performance.now();
  let [sent, open, refused] = [0, 0, 0];
  const wrong: number[] = [];
  const one = async () => {
    open += 1;
    const status = await post(BODY, `t=${Math.floor(Date.now() / 1_000)},v1=${"0".repeat(64)}`).catch(() => 0);
    open -= 1;
    if (status >= 400 && status < 500) refused += 1;
    else wrong.push(status);
  };
  for (let elapsed = 0; elapsed < seconds * 1_000; elapsed = performance.now() - started) {
    for (; sent < (elapsed / 1_000) * JUNK_PER_SECOND && open < OPEN_AT_ONCE; sent++) void one();
    await sleep(TICK_MS);
  }
  while (open > 0) await sleep(TICK_MS);
  if (wrong.length > 0) throw new Error(`junk was answered ${[...new Set(wrong)].join(", ")}`);
  return { perSecond: (refused * 1_000) / (performance.now() - started) };
}

interface Delivered {
  status: number;
  ms: number;
}

async function sendEvents(post: Post, seconds: number): Promise<Delivered[]> {
  const deliveries: Promise<Delivered>[] = [];
  for (const body of events("beside_junk", seconds * EVENTS_PER_SECOND)) {
    deliveries.push(deliver(post, body));
    await sleep(1_000 / EVENTS_PER_SECOND);
  }
  return Promise.all(deliveries);
}

async function deliver(post: Post, body: string): Promise<Delivered> {
  const started = performance.now();
  const status = await post(body, signatureOf(body)).catch(() => 0);
  return { status, ms: performance.now() - started };
}

async function rowsWritten(sql: postgres.Sql): Promise<number> {
  await sleep(TOLD_WITHIN_MS);
  const [counted] = await sql<{ rows: number }[]>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del)::int as rows from pg_stat_user_tables`;
  return counted?.rows ?? 0;
}
