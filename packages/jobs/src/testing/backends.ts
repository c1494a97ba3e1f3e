import { silentLog } from "@stoa/kit";
import { afterAll, beforeAll, describe } from "vitest";
import type { QueueBackend } from "../backends/backend.ts";
import { openPostgresBackend, prepareQueueDatabase } from "../backends/postgres.ts";
import { openRedisBackend } from "../backends/redis.ts";
import { REDIS_ON_PATH, startTestRedis, type TestRedis } from "./redis.ts";

export interface QueueUnderTest {
  readonly kind: QueueBackend["kind"];
  /** The address of the queue's store, for child processes. */
  url(): string;
  open(): Promise<QueueBackend>;
}

/** Runs the same tests on both queues; those on Redis only where there is a redis-server. */
export function onBothQueues(database: { readonly url: string }, tests: (queue: QueueUnderTest) => void): void {
  describe("on Postgres", () => {
    beforeAll(() => prepareQueueDatabase(database.url));
    tests({
      kind: "postgres",
      url: () => database.url,
      open: () => openPostgresBackend({ url: database.url, log: silentLog }),
    });
  });
  describe.skipIf(!REDIS_ON_PATH)(`on Redis${REDIS_ON_PATH ? "" : " (skipped: no redis-server on PATH)"}`, () => {
    onRedis(tests);
  });
}

/** Runs tests on a Redis of their own. */
export function onRedis(tests: (queue: QueueUnderTest & { redis(): TestRedis }) => void): void {
  let server: TestRedis | undefined;
  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server?.stop());
  const redis = () => {
    if (!server) throw new Error("the test's Redis runs only inside tests");
    return server;
  };
  tests({
    kind: "redis",
    url: () => redis().url,
    redis,
    open: () => openRedisBackend({ url: redis().url, log: silentLog }),
  });
}
