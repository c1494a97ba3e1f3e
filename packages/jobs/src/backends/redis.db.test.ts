import { silentLog } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { REDIS_ON_PATH, startTestRedis } from "../testing/redis.ts";
import { openRedisBackend } from "./redis.ts";

describe.skipIf(!REDIS_ON_PATH)("opening the queue on Redis", () => {
  test("is refused when the server may evict jobs", async () => {
    const redis = await startTestRedis(["--maxmemory", "50mb", "--maxmemory-policy", "allkeys-lru"]);
    const opening = openRedisBackend({ url: redis.url, log: silentLog });
    await expect(opening).rejects.toThrow("has maxmemory-policy allkeys-lru, which drops jobs without a word");
    await redis.stop();
  });

  test("is refused, after a while, when there is no server", { timeout: 20_000 }, async () => {
    const opening = openRedisBackend({ url: "redis://127.0.0.1:1", log: silentLog });
    await expect(opening).rejects.toThrow("The Redis at REDIS_URL does not answer");
  });
});
