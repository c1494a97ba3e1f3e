import { testDatabase } from "@stoa/db/testing/database";
import { REDIS_ON_PATH, startTestRedis, type TestRedis } from "@stoa/jobs/testing/redis";
import { ManualClock } from "@stoa/kit";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cache, createCache, type InvalidationChannel, memoryStore, redisStore } from "./cache.ts";

const database = testDatabase();
const MINUTE = 60_000;
const observed: boolean[] = [];
const observe = ({ hit }: { hit: boolean }) => observed.push(hit);

function readsOnce(cache: () => Cache) {
  const counted = (key: string, tags: string[] = [], ttlMs = MINUTE) => {
    const state = { loads: 0 };
    const read = () =>
      cache().read({ key, ttlMs, tags, load: async () => ({ nth: ++state.loads, at: new Date(0), big: 2n ** 60n }) });
    return { state, read };
  };

  test("a value is loaded once and comes back with its types", async () => {
    const { state, read } = counted("types");
    await read();
    expect(await read()).toEqual({ nth: 1, at: new Date(0), big: 2n ** 60n });
    expect(state.loads).toBe(1);
    expect(observed.slice(-2)).toEqual([false, true]);
  });

  test("a thousand readers of one missing key load it once", async () => {
    const { state, read } = counted("stampede");
    await Promise.all(Array.from({ length: 1_000 }, read));
    expect(state.loads).toBe(1);
  });

  test("a write makes stale what carries its tag, and nothing else", async () => {
    const one = counted("one", ["course:1", "catalogue"]);
    const two = counted("two", ["course:2"]);
    await Promise.all([one.read(), two.read()]);
    await cache().invalidate(["catalogue"]);
    expect((await one.read()).nth).toBe(2);
    expect((await two.read()).nth).toBe(1);
  });

  test("a value that was loading while its tag went stale is not served afterwards", async () => {
    const began = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let price = "old";
    const read = () =>
      cache().read({
        key: "race",
        ttlMs: MINUTE,
        tags: ["price"],
        load: async () => {
          const seen = price;
          began.resolve();
          await gate.promise;
          return seen;
        },
      });
    const first = read();
    await began.promise;
    price = "new";
    await cache().invalidate(["price"]);
    gate.resolve();
    await first;
    expect(await read()).toBe("new");
  });

  test("who comes after a write does not wait for a load that began before it", async () => {
    const began = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    let price = "old";
    const read = () =>
      cache().read({
        key: "late",
        ttlMs: MINUTE,
        tags: ["late"],
        load: async () => {
          const seen = price;
          began.resolve();
          if (seen === "old") await gate.promise;
          return seen;
        },
      });
    const before = read();
    await began.promise;
    price = "new";
    await cache().invalidate(["late"]);
    expect(await read()).toBe("new");
    gate.resolve();
    expect(await before).toBe("old");
    expect(await read()).toBe("new");
  });

  test("a load that fails is not kept", async () => {
    const read = (answer: () => string) =>
      cache().read({ key: "failing", ttlMs: MINUTE, tags: [], load: async () => answer() });
    await expect(
      read(() => {
        throw new Error("the database is away");
      }),
    ).rejects.toThrow("the database is away");
    expect(await read(() => "back")).toBe("back");
  });
}

const alone: InvalidationChannel = { publish: async () => {}, subscribe: async () => {} };

describe("a cache in memory", () => {
  const clock = new ManualClock("2026-11-21T10:00:00Z");
  let cache: Cache;
  beforeAll(async () => {
    cache = createCache(await memoryStore(alone, clock), observe, () => {});
  });
  readsOnce(() => cache);

  test("ends with its time, half-open", async () => {
    let loads = 0;
    const read = () => cache.read({ key: "timed", ttlMs: MINUTE, tags: [], load: async () => ++loads });
    await read();
    clock.advance(MINUTE - 1);
    expect(await read()).toBe(1);
    clock.advance(1);
    expect(await read()).toBe(2);
  });

  test("of one process hears what another wrote, through Postgres", async () => {
    const channel: InvalidationChannel = {
      publish: async (tags) => {
        await database.sql.notify("test_cache", JSON.stringify(tags));
      },
      subscribe: async (onTags, onLost) => {
        await database.sql.listen("test_cache", (payload) => onTags(JSON.parse(payload) as string[]), onLost);
      },
    };
    const [here, there] = await Promise.all(
      [1, 2].map(async () => createCache(await memoryStore(channel, clock), observe, () => {})),
    );
    let price = 1;
    const read = () => there?.read({ key: "price", ttlMs: MINUTE, tags: ["course:1"], load: async () => price });
    await read();
    price = 2;
    await here?.invalidate(["course:1"]);
    await expect.poll(read, { timeout: 10_000 }).toBe(2);
  });
});

describe.skipIf(!REDIS_ON_PATH)("a cache in Redis", () => {
  let server: TestRedis;
  let redis: Redis;
  let cache: Cache;
  beforeAll(async () => {
    server = await startTestRedis();
    redis = new Redis(server.url);
    cache = createCache(redisStore(redis), observe, () => {});
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  readsOnce(() => cache);
});

test("without its store the cache loads each time and says so", async () => {
  const down = () => Promise.reject(new Error("connection refused"));
  const told: unknown[] = [];
  const store = { get: down, set: down, generations: down, advance: down };
  const cache = createCache(store, observe, (error) => told.push(error));
  let loads = 0;
  const read = () => cache.read({ key: "x", ttlMs: MINUTE, tags: ["y"], load: async () => ++loads });
  expect([await read(), await read()]).toEqual([1, 2]);
  await cache.invalidate(["y"]);
  expect(told).toHaveLength(3);
});
