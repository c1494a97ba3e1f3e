import { connect } from "@stoa/db";
import { type Log, silentLog, systemClock } from "@stoa/kit";
import type { QueueBackend } from "../backends/backend.ts";
import { openPostgresBackend } from "../backends/postgres.ts";
import { openRedisBackend } from "../backends/redis.ts";
import { QUEUE_NAMES } from "../queues.ts";
import { startWorkers } from "../run.ts";
import { crashJobs } from "./crash-jobs.ts";

/** A worker process of the tests: `node crash-worker.ts <settings as JSON>`, killed, frozen and thawed from outside. */
interface Settings {
  readonly databaseUrl: string;
  readonly queue: { readonly kind: QueueBackend["kind"]; readonly url: string };
  readonly bankUrl: string;
  readonly lockMs: number;
}

const settings: Settings = JSON.parse(process.argv[2] ?? "");
const { queue, databaseUrl, bankUrl, lockMs } = settings;
const log: Log = { ...silentLog, error: (fields, message) => console.error(message, fields), child: () => log };
const open = queue.kind === "redis" ? openRedisBackend : openPostgresBackend;
const { db } = connect({ url: databaseUrl, applicationName: "crash-worker" });
const plan = { lockMs, resendAfterMs: lockMs };

await startWorkers({
  ctx: { db, clock: systemClock, log, correlationId: "cor_worker", actor: { kind: "system", id: "worker" }, bankUrl },
  jobs: crashJobs,
  backend: await open({ url: queue.url, log }),
  databaseUrl,
  plans: Object.fromEntries(QUEUE_NAMES.map((name) => [name, plan])),
});
console.log("started");
