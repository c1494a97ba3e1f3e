import type { TestDatabase } from "@stoa/db/testing/database";

/** Tables that count calls, also refused ones; everything else must be as it was. */
const COUNTERS = new Set(["rate_limit_windows"]);

export interface DatabaseState {
  /** Tables whose rows differ from the last time that it was asked, or that it was built. */
  changed(): Promise<string[]>;
}

/**
 * Watches every row of every table. Where Postgres has written nothing since, which its log's position tells, nothing can
 * have changed; otherwise all rows are compared by their hash.
 */
export async function databaseState(database: TestDatabase): Promise<DatabaseState> {
  const rows = await database.sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  const query = rows
    .map(({ name }) => name)
    .filter((name) => !COUNTERS.has(name))
    .map(
      (name) =>
        `select '${name}' as name, count(*) || '/' || coalesce(sum(hashtextextended(r::text, 0)), 0) as hash from "${name}" r`,
    )
    .join(" union all ");
  const read = async () => {
    const tables = await database.sql.unsafe<{ name: string; hash: string }[]>(query);
    return new Map(tables.map(({ name, hash }) => [name, hash]));
  };
  const position = async () => {
    const [row] = await database.sql<{ at: string }[]>`select pg_current_wal_insert_lsn()::text as at`;
    return row?.at;
  };
  let at = await position();
  let hashes = await read();
  return {
    async changed() {
      const now = await position();
      if (now === at) return [];
      const before = hashes;
      at = now;
      hashes = await read();
      return [...hashes].filter(([name, hash]) => before.get(name) !== hash).map(([name]) => name);
    },
  };
}

/** Every short text in the database: ids of everybody's things, addresses, slugs, keys. At most a few of each column. */
export async function knownTexts(database: TestDatabase): Promise<string[]> {
  const columns = await database.sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'character varying')`;
  const texts = new Set<string>();
  for (const { table, column } of columns) {
    const values = await database.sql<{ value: string }[]>`
      select distinct ${database.sql(column)} as value from ${database.sql(table)}
      where length(${database.sql(column)}) between 2 and 200 limit 5`;
    for (const { value } of values) texts.add(value);
  }
  return [...texts].sort();
}
