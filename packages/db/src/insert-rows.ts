import { type Column, getTableColumns, getTableName, is, SQL, sql } from "drizzle-orm";
import type { PgInsertValue, PgTable } from "drizzle-orm/pg-core";

const COMMA = sql.raw(", ");

/**
 * `insert into … values (…), (…)`, for what is written with every sale: drizzle's own builder takes ten times as long to
 * say the same. A conflict clause and what is to be returned follow as SQL. What a row does not name has its default.
 */
export function insertRows<T extends PgTable>(table: T, rows: readonly PgInsertValue<T>[]): SQL {
  const columns = columnsOf(table, rows);
  const tuples = rows.map((row) => sql`(${valuesOf(row, columns)})`);
  return sql`${into(table, columns)} values ${sql.join(tuples, COMMA)}`;
}

/** `insert into … select … from <from>`: the row once for each row of `from`, such as what another part of the statement wrote. */
export function insertRowFrom<T extends PgTable>(table: T, row: PgInsertValue<T>, from: SQL): SQL {
  const columns = columnsOf(table, [row]);
  return sql`${into(table, columns)} select ${valuesOf(row, columns)} from ${from}`;
}

type Columns = readonly (readonly [key: string, column: Column])[];

function columnsOf<T extends PgTable>(table: T, rows: readonly PgInsertValue<T>[]): Columns {
  return Object.entries(getTableColumns(table)).filter(([key]) =>
    rows.some((row) => Reflect.get(row, key) !== undefined),
  );
}

function into(table: PgTable, columns: Columns): SQL {
  return sql.raw(`insert into "${getTableName(table)}" (${columns.map(([, { name }]) => `"${name}"`).join(", ")})`);
}

function valuesOf(row: object, columns: Columns): SQL {
  const values = columns.map(([key, column]) => placed(Reflect.get(row, key), column));
  return sql.join(values, COMMA);
}

function placed(value: unknown, column: Column) {
  if (value === undefined) return sql`default`;
  return is(value, SQL) ? value : sql.param(value, column);
}
