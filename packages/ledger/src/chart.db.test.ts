import { tables } from "@stoa/db";
import { testDatabase } from "@stoa/db/testing/database";
import { expect, test } from "vitest";
import { DECLARED_ACCOUNTS } from "./chart.ts";

const database = testDatabase();

test("the database holds the same chart as the code", async () => {
  const declared = DECLARED_ACCOUNTS.map(({ name, expression, kind, nonNegative, tracked }) => ({
    name,
    pattern: expression,
    kind,
    nonNegative,
    tracked,
  }));
  const rows = await database.db.select().from(tables.ledgerChart);
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  expect(rows.sort(byName)).toEqual(declared.sort(byName));
});
