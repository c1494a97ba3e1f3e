import { inArray } from "drizzle-orm";
import { expect, test } from "vitest";
import { type WriteRows, writeBeforeCommit } from "./before-commit.ts";
import { insertRows, tables, withSavepoint, withTransaction } from "./index.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();
const ctx = () => ({ db: database.db });
const { settings } = tables;

/** A writer that tells how many rows it was given each time. */
function counting(): { write: WriteRows<typeof settings.$inferInsert>; calls: number[] } {
  const calls: number[] = [];
  return {
    calls,
    write: async (db, rows) => {
      calls.push(rows.length);
      await db.execute(insertRows(settings, rows));
    },
  };
}

async function written(...keys: string[]): Promise<string[]> {
  const rows = await database.db.select({ key: settings.key }).from(settings).where(inArray(settings.key, keys));
  return rows.map((row) => row.key).sort();
}

test("rows of one writer are written once, at the end of the outermost transaction", async () => {
  const { write, calls } = counting();
  await withTransaction(ctx(), async (outer) => {
    await writeBeforeCommit(outer.db, write, { key: "one", value: 1 });
    await withTransaction(outer, (inner) => writeBeforeCommit(inner.db, write, { key: "two", value: 2 }));
    expect(calls).toEqual([]);
  });
  expect(calls).toEqual([2]);
  expect(await written("one", "two")).toEqual(["one", "two"]);
});

test("what a savepoint left goes with it when it is taken back, and stays when it stands", async () => {
  const { write, calls } = counting();
  await withTransaction(ctx(), async (tx) => {
    await writeBeforeCommit(tx.db, write, { key: "before", value: 1 });
    await withSavepoint(tx, (part) => writeBeforeCommit(part.db, write, { key: "kept", value: 1 }));
    const refused = withSavepoint(tx, async (part) => {
      await writeBeforeCommit(part.db, write, { key: "taken back", value: 1 });
      throw new Error("refused");
    });
    await expect(refused).rejects.toThrow("refused");
  });
  expect(calls).toEqual([2]);
  expect(await written("before", "kept", "taken back")).toEqual(["before", "kept"]);
});

test("a transaction that fails leaves nothing, and one whose last rows are refused fails", async () => {
  const { write, calls } = counting();
  const failing = withTransaction(ctx(), async ({ db }) => {
    await writeBeforeCommit(db, write, { key: "lost", value: 1 });
    throw new Error("the power fails");
  });
  await expect(failing).rejects.toThrow("the power fails");
  expect(calls).toEqual([]);

  const refused = withTransaction(ctx(), async ({ db }) => {
    await db.insert(settings).values({ key: "first", value: 1 });
    await writeBeforeCommit(db, write, { key: "first", value: 2 });
  });
  await expect(refused).rejects.toThrow();
  expect(await written("lost", "first")).toEqual([]);
});

test("outside of a transaction a row is written at once", async () => {
  const { write, calls } = counting();
  await writeBeforeCommit(database.db, write, { key: "alone", value: { deep: [null, "ü"] } });
  expect(calls).toEqual([1]);
  const [row] = await database.db
    .select()
    .from(settings)
    .where(inArray(settings.key, ["alone"]));
  expect(row).toMatchObject({ value: { deep: [null, "ü"] }, updatedBy: null });
  expect(row?.updatedAt).toBeInstanceOf(Date);
});
