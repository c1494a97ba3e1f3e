import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { postgresFailure } from "./errors.ts";
import { tables, withTransaction } from "./index.ts";
import { testDatabase } from "./testing/database.ts";
import { together } from "./together.ts";

const database = testDatabase();
const ctx = () => ({ db: database.db });

test("steps run in the order in which they were asked, whatever they are made of, and answer each for itself", async () => {
  const [written, read, again] = await withTransaction(ctx(), ({ db }) =>
    together([
      () => db.insert(tables.settings).values({ key: "order", value: 1 }).returning({ key: tables.settings.key }),
      async () => (await db.execute<{ n: number }>(sql`select count(*)::int as n from settings`))[0],
      () => db.select({ value: tables.settings.value }).from(tables.settings),
    ]),
  );
  expect(written).toEqual([{ key: "order" }]);
  expect(read).toEqual({ n: 1 });
  expect(again).toEqual([{ value: 1 }]);
});

test("the failure that is told is the first, not that the transaction had failed before", async () => {
  const attempt = withTransaction(ctx(), ({ db }) =>
    together([
      // This one sends its second statement after the other has failed.
      () => db.execute(sql`select 1`).then(() => db.execute(sql`select 2`)),
      () => db.execute(sql`select 1 / 0`),
      () => db.execute(sql`select 3`),
    ]),
  );
  const error = await attempt.catch((caught: unknown) => caught);
  expect(postgresFailure(error)?.code).toBe("22012");
});

test("no step is left under way when another has failed", async () => {
  let ended = false;
  const slow = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ended = true;
  };
  const refused = () => Promise.reject(new Error("a rule of the business"));
  await expect(together([slow, refused])).rejects.toThrow("a rule of the business");
  expect(ended).toBe(true);
});
