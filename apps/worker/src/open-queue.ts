import type { Env } from "@stoa/api/env";
import type { QueueBackend } from "@stoa/jobs/backends/backend";
import { openPostgresBackend, prepareQueueDatabase } from "@stoa/jobs/backends/postgres";
import { openRedisBackend } from "@stoa/jobs/backends/redis";
import type { Log } from "@stoa/kit";

/** The queue that the environment asks for: Redis where it is named, unless STOA_QUEUE says Postgres. */
export async function openQueue(env: Env, log: Log): Promise<QueueBackend> {
  if (env.REDIS_URL !== undefined && env.STOA_QUEUE !== "postgres") {
    return openRedisBackend({ url: env.REDIS_URL, log });
  }
  await prepareQueueDatabase(env.DATABASE_URL);
  return openPostgresBackend({ url: env.DATABASE_URL, log });
}
