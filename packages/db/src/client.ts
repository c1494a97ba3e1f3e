import { connect as openLine, type Socket } from "node:net";
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
  /** How long the server may say nothing; longer than any statement may run. */
  silentMs?: number;
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

/** The longest statement, an invariant over all the books, has a minute. */
const SILENT_MS = 70_000;

/** Opens a pool. Commits are durable when they answer (`synchronous_commit=on`), and queries run as `stoa_app`. */
export function connect(options: ConnectOptions): Connection {
  const role = options.role === undefined ? APP_ROLE : options.role;
  const sql = postgres(options.url, {
    max: options.max ?? 10,
    connect_timeout: 10,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    ...watchedLine(options.url, options.silentMs ?? SILENT_MS),
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

/**
 * Gives up a line on which nothing comes any more. When a firewall has forgotten it, nobody tells: what is sent is sent
 * again for a quarter of an hour, and whoever asked waits as long. One that only listens is silent by nature.
 */
function watchedLine(url: string, silentMs: number): { socket?: (options: PostgresLine) => Socket } {
  // A socket file has no network in between.
  if (new URL(url).hostname === "") return {};
  return {
    socket: ({ host, port, idle_timeout: idleTimeout }) => {
      const socket = openLine({ host: host[0], port: port[0] ?? 5432 });
      if (idleTimeout !== null) socket.setTimeout(silentMs, () => socket.destroy(new Error("Postgres fell silent")));
      return socket;
    },
  };
}

/** What the driver tells of the line it wants; listening has no idle time. */
interface PostgresLine {
  host: string[];
  port: number[];
  idle_timeout: number | null;
}
