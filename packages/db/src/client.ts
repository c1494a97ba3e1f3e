import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { observeQueries, type QueryObserver } from "./observe-queries.ts";

/** Drizzle is given no schema: it would build a query builder of every table anew for each transaction. */
type NoSchema = Record<string, never>;
export type Database = PostgresJsDatabase<NoSchema>;
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

export interface ConnectOptions {
  url: string;
  /** Connections at most. The sum over all processes stays below the server's `max_connections` less ten. */
  max?: number;
  applicationName: string;
  /** The role queries run as; it owns no table. `null` keeps the login's own (migrations). */
  role?: string | null;
  /** Named prepared statements; off behind a pooler in transaction mode. */
  prepare?: boolean;
  onQuery?: QueryObserver;
}

export interface Connection {
  db: Database;
  sql: postgres.Sql;
  close(): Promise<void>;
}

/** The role the application acts as; made by the migrations, granted to their owner. */
export const APP_ROLE = "stoa_app";

/** Bounds on every statement: a query that runs longer is a defect, not a wait. */
const SESSION_LIMITS = {
  statement_timeout: 5_000,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** Opens a pool. Commits are durable when they answer (`synchronous_commit=on`), and queries run as `stoa_app`. */
export function connect(options: ConnectOptions): Connection {
  const role = options.role === undefined ? APP_ROLE : options.role;
  const sql = postgres(options.url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName,
      ...(role === null ? {} : { role }),
      ...SESSION_LIMITS,
    },
  });
  const observed = observeQueries(sql, { prepare: options.prepare ?? true, observer: options.onQuery });
  return { db: drizzle(observed), sql, close: () => sql.end({ timeout: 5 }) };
}
