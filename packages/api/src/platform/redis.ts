import type { Log } from "@stoa/kit";
import { Redis } from "ioredis";

/** Fails a command at once while Redis is away, instead of queueing it: the callers know what to do without. */
export function openRedis(url: string, log: Log): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 1_000,
    // A line that a firewall has forgotten is given up as well; nobody else tells of it.
    socketTimeout: 2_000,
  });
  tellOfOutages(redis, log);
  return redis;
}

/** One line when it goes and one when it is back, however often it is tried in between. */
function tellOfOutages(redis: Redis, log: Log): void {
  let awaySince: number | null = null;
  redis.on("error", (error: Error) => {
    if (awaySince === null) log.warn({ err: error }, "redis is not answering");
    awaySince ??= performance.now();
  });
  redis.on("ready", () => {
    if (awaySince !== null) log.info({ awayMs: Math.round(performance.now() - awaySince) }, "redis answers again");
    awaySince = null;
  });
}
