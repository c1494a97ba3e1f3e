import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { connect } from "./client.ts";
import { postgresFailure, SQLSTATE, violates } from "./errors.ts";
import { tables, withTransaction } from "./index.ts";
import { testDatabase } from "./testing/database.ts";

const database = testDatabase();

test("each statement is told to the observer once, with its text and never its parameters", async () => {
  const seen: { text: string; failed: boolean }[] = [];
  const connection = connect({
    url: database.url,
    applicationName: "observed",
    onQuery: ({ text, failed }) => seen.push({ text, failed }),
  });
  await connection.db.insert(tables.settings).values({ key: "observed", value: "a private value" });
  await withTransaction({ db: connection.db }, ({ db }) => db.execute(sql`select 1`));
  await connection.db.execute(sql`select 1 / 0`).catch(() => {});
  await connection.close();
  expect(seen.map((query) => query.failed)).toEqual([false, false, true]);
  expect(JSON.stringify(seen)).not.toContain("private");
});

test("T25 a statement that runs too long, or waits too long for a lock, is ended", async () => {
  const rows =
    await database.sql`select name, setting from pg_settings where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') order by name`;
  expect(rows.map((row) => row.setting)).toEqual(["10000", "2000", "5000"]);
});

test("what Postgres refused is known by its constraint, under whatever it was wrapped", async () => {
  const insert = () =>
    database.db.insert(tables.taxRates).values({ country: "XX", name: "VAT", rateBps: 20_000, mode: "inclusive" });
  const error = await insert().catch((caught: unknown) => caught);
  expect(postgresFailure(error)).toEqual({ code: SQLSTATE.checkViolation, constraint: "tax_rates_bps_check" });
  expect(violates(error, "tax_rates_bps_check")).toBe(true);
  expect(violates(new Error("else"), "tax_rates_bps_check")).toBe(false);
});

test("a failure that is no deadlock is not tried again", async () => {
  let runs = 0;
  const attempt = withTransaction({ db: database.db }, async () => {
    runs += 1;
    throw new Error("a rule of the business");
  });
  await expect(attempt).rejects.toThrow("a rule of the business");
  expect(runs).toBe(1);
});
