import { type SQL, sql } from "drizzle-orm";

/** The first moment of the last days in UTC, today the last of them. */
export const since = (days: number): SQL =>
  sql`(date_trunc('day', now() at time zone 'utc') - ${days - 1} * interval '1 day') at time zone 'utc'`;

/** The day of an instant in UTC, as in 2026-11-21. */
export const utcDay = (column: SQL): SQL => sql`to_char(${column} at time zone 'utc', 'YYYY-MM-DD')`;
