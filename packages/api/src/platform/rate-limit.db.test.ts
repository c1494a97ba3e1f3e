import { testDatabase } from "@stoa/db/testing/database";
import { REDIS_ON_PATH, startTestRedis, type TestRedis } from "@stoa/jobs/testing/redis";
import { ManualClock } from "@stoa/kit";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CannotCount, callerNetwork, TooManyRequests, takeLimitFor } from "../middleware/rate-limits.ts";
import { guest } from "../testing/people.ts";
import { testServices } from "../testing/services.ts";
import { failSafe, LIMITS, postgresRateLimiter, type RateLimiter, redisRateLimiter } from "./rate-limit.ts";

const database = testDatabase();
const services = testServices(database);
const FIVE = { name: "test", limit: 5, windowMs: 60_000, whenDown: "refuse" } as const;
const SHORT = { ...FIVE, name: "short", windowMs: 3_000 };

function keepsTheBound(limiter: () => RateLimiter) {
  test("T01 lets five of a thousand parallel calls through", async () => {
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => limiter().take(FIVE, "parallel")));
    expect(answers.filter((answer) => answer.allowed)).toHaveLength(5);
    expect(answers.every((answer) => answer.resetMs > 0 && answer.resetMs <= 60_000)).toBe(true);
  });

  test("counts each subject and each limit by itself", async () => {
    for (let i = 0; i < 5; i++) await limiter().take(FIVE, "one");
    expect((await limiter().take(FIVE, "one")).allowed).toBe(false);
    expect(await limiter().take(FIVE, "other")).toMatchObject({ allowed: true, remaining: 4, limit: 5 });
    expect((await limiter().take({ ...FIVE, name: "test-2" }, "one")).allowed).toBe(true);
  });

  test("begins anew when the window has passed", async () => {
    for (let i = 0; i < 6; i++) await limiter().take(SHORT, "again");
    expect((await limiter().take(SHORT, "again")).allowed).toBe(false);
    await expect.poll(() => limiter().take(SHORT, "again"), { timeout: 10_000 }).toMatchObject({ allowed: true });
  });

  test("forgets on request", async () => {
    for (let i = 0; i < 6; i++) await limiter().take(FIVE, "forgiven");
    await limiter().forget(FIVE, "forgiven");
    expect(await limiter().take(FIVE, "forgiven")).toMatchObject({ allowed: true, remaining: 4 });
  });
}

describe("counters in Postgres", () => {
  keepsTheBound(() => postgresRateLimiter(database.db));
});

describe.skipIf(!REDIS_ON_PATH)("counters in Redis", () => {
  let server: TestRedis;
  let redis: Redis;
  beforeAll(async () => {
    server = await startTestRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });
  keepsTheBound(() => redisRateLimiter(redis));
});

describe("while the store is down", () => {
  const told: string[] = [];
  const clock = new ManualClock("2026-11-21T10:00:00Z");
  const broken: RateLimiter = {
    take: () => Promise.reject(new Error("connection refused")),
    forget: () => Promise.reject(new Error("connection refused")),
  };
  const limiter = failSafe(broken, clock, (limit) => told.push(limit.name));

  test("T28 sign-in, money and codes are closed, reading goes on", async () => {
    const open = await Promise.all(
      Object.values(LIMITS).map(async (limit) => [limit.name, (await limiter.take(limit, "x")).allowed] as const),
    );
    const closed = open.filter(([, allowed]) => !allowed).map(([name]) => name);
    expect(open.filter(([, allowed]) => allowed).map(([name]) => name)).toEqual([
      "read",
      "write",
      "webhook_send",
      "staff",
    ]);
    expect(closed).toEqual(
      expect.arrayContaining(["checkout", "sign_in", "sign_in_ip", "reset", "second_factor", "code_check"]),
    );
  });

  test("T28 who is refused for it is told to come back in a moment, and not that they tried too often", async () => {
    const headers = new Map<string, string>();
    const visitor = guest(services, { setHeader: (name, value) => headers.set(name, value) });
    const ctx = { ...visitor, services: { ...services, limiter } };
    const refusal = await takeLimitFor(ctx, "checkout", "x").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CannotCount);
    expect(refusal).toMatchObject({ kind: "unavailable", message: expect.stringContaining("Nothing was charged") });
    expect(headers.get("Retry-After")).toBe("10");
  });

  test("it is told once a minute, not once a call", async () => {
    told.length = 0;
    clock.advance(60_001);
    for (let i = 0; i < 50; i++) await limiter.take(LIMITS.read, "x");
    await limiter.forget(LIMITS.sign_in, "x");
    expect(told).toEqual(["read"]);
  });
});

describe("a caller who is refused", () => {
  test("is told when to come back, in the answer and in its headers", async () => {
    const headers = new Map<string, string>();
    const ctx = guest(services, { setHeader: (name, value) => headers.set(name, value) });
    for (let i = 0; i < 10; i++) await takeLimitFor(ctx, "code_check", "refused");
    expect(headers.get("RateLimit-Remaining")).toBe("0");
    const refusal = await takeLimitFor(ctx, "code_check", "refused").catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TooManyRequests);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(Number(headers.get("RateLimit-Reset"))).toBeLessThanOrEqual(60);
  });

  test("is a household, not one of its endless addresses", () => {
    const network = (ip: string) => callerNetwork(guest(services, { ip }));
    expect(network("2001:db8:1:2:aaaa::1")).toBe("2001:db8:1:2::/64");
    expect(network("2001:0db8:0001:0002:bbbb:0:0:9")).toBe("2001:db8:1:2::/64");
    expect(network("2001:db8::9")).toBe("2001:db8:0:0::/64");
    expect(network("::1")).toBe("0:0:0:0::/64");
    expect(network("203.0.113.9")).toBe("203.0.113.9");
    expect(network("::ffff:203.0.113.9")).toBe("::ffff:203.0.113.9");
  });
});
