import { APP_ROLE } from "@stoa/db";
import { type Log, SECOND_MS } from "@stoa/kit";
import { createPostgresBackend, Queue, runMigrations, Worker } from "bullmq";
import pg from "pg";
import { QUEUE_NAMES } from "../queues.ts";
import type { QueueBackend } from "./backend.ts";
import { bullmqBackend } from "./bullmq.ts";
import { tellOutage } from "./tell-outage.ts";

/** BullMQ's tables live apart from Stoa's; it migrates them itself. */
const SCHEMA = "bullmq";

/** Each queue of a worker listens on a connection of its own; these are for its queries. */
const QUERY_CONNECTIONS = 7;

/**
 * Makes or updates BullMQ's tables, as the owner of the database, and lets the application's role use them. Safe to call
 * from many processes at once; needed only where the queue runs on Postgres.
 */
export async function prepareQueueDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
    // CREATE, because BullMQ makes a sequence for each queue when it first meets it.
    await client.query(`GRANT USAGE, CREATE ON SCHEMA ${SCHEMA} TO ${APP_ROLE}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${APP_ROLE}`);
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO ${APP_ROLE}`);
  } finally {
    await client.end();
  }
}

/**
 * The queue on Postgres: slower than Redis, with nothing else to run. Needs `prepareQueueDatabase` first. One serves one
 * `startWorkers`, whose listening connections it has room for.
 */
export async function openPostgresBackend(options: { url: string; log: Log }): Promise<QueueBackend> {
  const { url, log } = options;
  // A pool, not a URL: given a URL, BullMQ loads `pg` with `require`, which ES modules do not have.
  const pool = new pg.Pool({
    connectionString: url,
    max: QUEUE_NAMES.length + QUERY_CONNECTIONS,
    application_name: "stoa-queue",
    options: `-c search_path=${SCHEMA} -c role=${APP_ROLE}`,
    connectionTimeoutMillis: 10 * SECOND_MS,
    keepAlive: true,
  });
  const onError = tellOutage(log, "the queue's Postgres is not answering");
  // One for each queue and worker that shares the pool.
  pool.setMaxListeners(0);
  pool.on("error", onError);
  await pool.query("select 1 from migration limit 1").catch(async (error: Error) => {
    await pool.end();
    throw new Error(`The queue's tables are missing from the database; run \`stoa migrate\`. (${error.message})`);
  });
  return bullmqBackend(
    {
      kind: "postgres",
      openQueue: (name) => {
        const queue = new Queue(name, { connection: pool }, createPostgresBackend).on("error", onError);
        // Its type differs in the store alone, which nobody asks for; the bare name `Queue` stands for one on Redis.
        return queue as unknown as Queue;
      },
      openWorker: (name, process, workerOptions) =>
        new Worker(name, process, { ...workerOptions, connection: pool }, createPostgresBackend).on("error", onError),
      ping: async () => {
        await pool.query("select 1");
      },
      close: () => pool.end(),
    },
    log,
  );
}
