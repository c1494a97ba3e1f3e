import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { openRedisBackend } from "@stoa/jobs/backends/redis";
import { REDIS_ON_PATH, startTestRedis } from "@stoa/jobs/testing/redis";
import { silentLog } from "@stoa/kit";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { startProxy } from "./proxy.ts";

const database = testDatabase();
const portOf = (url: string) => Number(new URL(url).port);

test("a pool whose lines are forgotten has new ones once Postgres has been silent for too long", async () => {
  const proxy = await startProxy(
    () => portOf(database.url),
    () => 0,
  );
  const { db, close } = connect({
    url: proxy.through(database.url),
    applicationName: "forgotten",
    max: 1,
    silentMs: 500,
  });
  await db.execute(sql`select 1`);
  proxy.forget();
  await expect(db.execute(sql`select 1`)).rejects.toMatchObject({ cause: { message: "Postgres fell silent" } });
  await db.execute(sql`select 1`).catch(() => {});
  expect(await db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await close();
  await proxy.close();
});

test("who asks Postgres again in the moment that a line breaks is answered", async () => {
  const proxy = await startProxy(
    () => portOf(database.url),
    () => 0,
  );
  const { db, close } = connect({ url: proxy.through(database.url), applicationName: "reset", max: 1 });
  await db.execute(sql`select 1`);
  proxy.turn({ kind: "reset", rate: 1 });
  await expect(db.execute(sql`select 1`)).rejects.toThrow();
  proxy.turn({ kind: "fair" });
  // Perhaps that the line is gone, and never nothing at all.
  await db.execute(sql`select 1`).catch(() => {});
  expect(await db.execute(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  await close();
  await proxy.close();
});

test.skipIf(!REDIS_ON_PATH)(
  "the queue on Redis gives up a line that is forgotten, and opens another",
  { timeout: 60_000 },
  async () => {
    const redis = await startTestRedis();
    const proxy = await startProxy(
      () => portOf(redis.url),
      () => 0,
    );
    const backend = await openRedisBackend({ url: proxy.through(redis.url), log: silentLog });
    await backend.ping();
    proxy.forget();
    const answers = () =>
      backend.ping().then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(false);
    while (!(await answers())) await sleep(100);
    await backend.close();
    await proxy.close();
    await redis.stop();
  },
);
