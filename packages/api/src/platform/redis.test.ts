import { REDIS_ON_PATH, startTestRedis, type TestRedis } from "@stoa/jobs/testing/redis";
import type { Log } from "@stoa/kit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openRedis } from "./redis.ts";

const WITHIN = { timeout: 20_000 };

describe.skipIf(!REDIS_ON_PATH)("an outage of Redis", () => {
  let server: TestRedis;
  beforeAll(async () => {
    server = await startTestRedis();
  });
  afterAll(() => server.stop());

  test("is told once when it begins and once when it is over, however often Redis was tried", async () => {
    const lines: string[] = [];
    const keep = (_: unknown, text: string) => void lines.push(text);
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => log };
    const redis = openRedis(server.url, log);
    let tries = 0;
    redis.on("error", () => {
      tries += 1;
    });
    await vi.waitFor(() => expect(redis.status).toBe("ready"), WITHIN);
    for (const outages of [1, 2]) {
      await server.kill();
      tries = 0;
      await vi.waitFor(() => expect(tries).toBeGreaterThan(2), WITHIN);
      await server.start();
      await vi.waitFor(() => expect(redis.status).toBe("ready"), WITHIN);
      const told = Array.from({ length: outages }, () => ["redis is not answering", "redis answers again"]).flat();
      expect(lines).toEqual(told);
    }
    redis.disconnect();
  });
});
