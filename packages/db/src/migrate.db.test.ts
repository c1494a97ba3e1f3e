import { expect, test } from "vitest";
import { migrate, migrationState } from "./migrate.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase({ empty: true });

test("three servers that start at once migrate an empty database once", async () => {
  expect((await migrationState(database.url)).applied).toBe(0);
  await Promise.all([migrate(database.url), migrate(database.url), migrate(database.url)]);
  const state = await migrationState(database.url);
  expect(state.applied).toBe(state.known);
  expect(state.known).toBeGreaterThan(0);
});

test("a database that is up to date is left alone", async () => {
  const before = await migrationState(database.url);
  await migrate(database.url);
  expect(await migrationState(database.url)).toEqual(before);
});
