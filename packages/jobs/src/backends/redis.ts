import { type Log, SECOND_MS } from "@stoa/kit";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { QueueBackend } from "./backend.ts";
import { bullmqBackend } from "./bullmq.ts";
import { tellOutage } from "./tell-outage.ts";

/** Thrown at start; the message says what to set. */
export class UnfitRedis extends Error {
  override name = "UnfitRedis";
}

/**
 * The queue on Redis. Throws `UnfitRedis` when the server may evict keys: under any policy but noeviction a full Redis
 * drops jobs without a word.
 */
export async function openRedisBackend(options: { url: string; log: Log; prefix?: string }): Promise<QueueBackend> {
  const { url, log, prefix = "stoa" } = options;
  // Producers fail at once while Redis is away, because the outbox keeps what they have; workers wait for it.
  const line = { connectTimeout: 5 * SECOND_MS, socketTimeout: SILENT_MS };
  const producer = new Redis(url, { ...line, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const consumer = new Redis(url, { ...line, maxRetriesPerRequest: null });
  const onError = tellOutage(log, "the queue's Redis is not answering");
  producer.on("error", onError);
  consumer.on("error", onError);
  const disconnect = () => {
    producer.disconnect();
    consumer.disconnect();
  };
  try {
    await ready(producer);
    await requireNoEviction(producer);
  } catch (error) {
    disconnect();
    throw error;
  }
  return bullmqBackend(
    {
      kind: "redis",
      openQueue: (name) => new Queue(name, { connection: producer, prefix }).on("error", onError),
      openWorker: (name, process, workerOptions) =>
        new Worker(name, process, { ...workerOptions, connection: consumer, prefix }).on("error", onError),
      ping: async () => {
        await producer.ping();
      },
      close: async () => disconnect(),
    },
    log,
  );
}

/**
 * A line on which an answer is awaited this long is given up: of one that a firewall has forgotten nobody tells. Workers
 * wait up to ten seconds for a job, and Redis answers then.
 */
const SILENT_MS = 15 * SECOND_MS;
/** How long the first connection may take. */
const READY_WITHIN_MS = 10 * SECOND_MS;

function ready(redis: Redis): Promise<void> {
  if (redis.status === "ready") return Promise.resolve();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new UnfitRedis("The Redis at REDIS_URL does not answer. Is it running, and is the password right?")),
      READY_WITHIN_MS,
    );
    redis.once("ready", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Asked through INFO, because hosted Redis servers often refuse CONFIG. */
async function requireNoEviction(redis: Redis): Promise<void> {
  const info = await redis.info("memory");
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === "noeviction") return;
  throw new UnfitRedis(
    `The Redis at REDIS_URL has maxmemory-policy ${policy ?? "unknown"}, which drops jobs without a word when it is full. ` +
      "Set maxmemory-policy to noeviction, or give the cache a Redis of its own in REDIS_CACHE_URL.",
  );
}
