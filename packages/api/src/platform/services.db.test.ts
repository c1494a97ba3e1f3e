import { testDatabase } from "@stoa/db/testing/database";
import { REDIS_ON_PATH, startTestRedis } from "@stoa/jobs/testing/redis";
import { sql } from "drizzle-orm";
import { Redis } from "ioredis";
import { expect, test, vi } from "vitest";
import { readEnv } from "../env.ts";
import { LIMITS } from "./rate-limit.ts";
import { createServices } from "./services.ts";

const database = testDatabase();
const SETTINGS = {
  NODE_ENV: "test",
  STOA_ENV: "test",
  LOG_LEVEL: "warn",
  AUTH_SECRET: "only-for-tests-0123456789-0123456789",
  STOA_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
};

test("a statement of more than a second is logged with its text and without its parameters", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const services = await createServices(readEnv({ ...SETTINGS, STOA_QUEUE: "postgres", DATABASE_URL: database.url }), {
    app: "web",
  });
  await services.db.execute(sql`select ${"maya"}::text, pg_sleep(0.2)`);
  await services.db.execute(sql`select ${"maya"}::text, pg_sleep(1.05)`);
  await services.close();
  const lines = written.mock.calls.map(([line]) => String(line)).filter((line) => line.includes("slow query"));
  written.mockRestore();
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? "{}") as Record<string, unknown>;
  expect(line).toMatchObject({ level: "warn", app: "web", query: "select $1::text, pg_sleep(1.05)" });
  expect(line.ms).toBeGreaterThan(1_000);
  expect(lines[0]).not.toContain("maya");
});

test.skipIf(!REDIS_ON_PATH)(
  "tries are counted where nothing is evicted, values are kept where they may be",
  async () => {
    const [lasting, evicting] = await Promise.all([
      startTestRedis(),
      startTestRedis(["--maxmemory", "8mb", "--maxmemory-policy", "allkeys-lru"]),
    ]);
    const services = await createServices(
      readEnv({ ...SETTINGS, DATABASE_URL: database.url, REDIS_URL: lasting.url, REDIS_CACHE_URL: evicting.url }),
      { app: "web" },
    );
    const [one, other] = [new Redis(lasting.url), new Redis(evicting.url)];
    try {
      // The connections are opened in the background, and a command before that is refused.
      await expect.poll(() => services.limiter.take(LIMITS.sign_in, "maya")).toMatchObject({ allowed: true });
      await expect
        .poll(async () => {
          await services.cache.read({ key: "kept:1", ttlMs: 60_000, tags: [], load: async () => 1 });
          return other.keys("*");
        })
        .toEqual(["cache:kept:1"]);
      expect(await one.keys("*")).toEqual(["limit:sign_in:maya"]);
    } finally {
      one.disconnect();
      other.disconnect();
      await services.close();
      await Promise.all([lasting.stop(), evicting.stop()]);
    }
  },
);
