import { decodeCursor, type PartKind } from "@stoa/kit";
import { asc, desc, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** A column that staff may put a list in order by. It holds no null, and an index of it and the id makes its pages cheap. */
export interface SortColumn<Row> {
  readonly column: PgColumn;
  readonly kind: PartKind;
  readonly of: (row: Row) => string | number;
}

/** How a list is ordered and cut into pages; ties are decided by the id, in the same direction. */
export interface Ordering<Row> {
  readonly order: SQL[];
  readonly after: (cursor: string | undefined) => SQL | undefined;
  readonly keyOf: (row: Row) => (string | number)[];
}

const TYPES = { instant: sql.raw("timestamptz"), integer: sql.raw("bigint"), text: sql.raw("text") } as const;

/** The ordering that a `sort` asks for, out of the columns a list offers. */
export function orderingBy<Name extends string, Row extends { id: string }>(
  columns: Readonly<Record<Name, SortColumn<Row>>>,
  id: PgColumn,
  sort: NoInfer<Name | `-${Name}`>,
): Ordering<Row> {
  const descending = sort.startsWith("-");
  const { column, kind, of } = columns[(descending ? sort.slice(1) : sort) as Name];
  const direction = descending ? desc : asc;
  return {
    order: [direction(column), direction(id)],
    keyOf: (row) => [of(row), row.id],
    after: (cursor) => {
      if (!cursor) return undefined;
      const [at, lastId] = decodeCursor(cursor, [kind, "text"]);
      return sql`(${column}, ${id}) ${descending ? sql`<` : sql`>`} (${at}::${TYPES[kind]}, ${lastId})`;
    },
  };
}
