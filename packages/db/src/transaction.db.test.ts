import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { tables, withTransaction } from "./index.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

test("T66 the application's role owns no table and cannot rewrite the audit", async () => {
  const [row] =
    await database.sql`select current_user as role, count(*)::int as owned from pg_tables where tableowner = 'stoa_app' group by 1`;
  expect(row).toBeUndefined();
  const [who] = await database.sql`select current_user as role`;
  expect(who?.role).toBe("stoa_app");
  await expect(database.sql`delete from audit_entries`).rejects.toMatchObject({ code: "42501" });
});

test("a nested transaction joins the outer one: all of it happens, or none", async () => {
  const ctx = { db: database.db };
  const attempt = withTransaction(ctx, async (outer) => {
    await outer.db.insert(tables.settings).values({ key: "outer", value: 1 });
    await withTransaction(outer, async (inner) => {
      await inner.db.insert(tables.settings).values({ key: "inner", value: 2 });
    });
    throw new Error("the power fails");
  });
  await expect(attempt).rejects.toThrow("the power fails");
  expect(await database.db.select().from(tables.settings)).toEqual([]);
});

test("the loser of a deadlock is run again, and both changes stand", async () => {
  const ctx = { db: database.db };
  await database.db.insert(tables.settings).values([
    { key: "a", value: 0 },
    { key: "b", value: 0 },
  ]);
  let runs = 0;
  let holding = 0;
  const bothHold = Promise.withResolvers<void>();
  const addTo = (first: string, second: string) =>
    withTransaction(ctx, async ({ db }) => {
      runs += 1;
      for (const key of [first, second]) {
        await db
          .update(tables.settings)
          .set({ value: sql`to_jsonb((value #>> '{}')::int + 1)` })
          .where(eq(tables.settings.key, key));
        holding += 1;
        if (holding === 2) bothHold.resolve();
        await bothHold.promise;
      }
    });
  await Promise.all([addTo("a", "b"), addTo("b", "a")]);
  const rows = await database.db.select().from(tables.settings);
  expect(rows.map((row) => row.value)).toEqual([2, 2]);
  expect(runs).toBeGreaterThan(2);
});
