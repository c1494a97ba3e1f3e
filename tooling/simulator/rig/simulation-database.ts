import { APP_ROLE, type Database, migrate } from "@stoa/db";
import { startCluster } from "@stoa/db/testing/cluster";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Gate, gated } from "./gate.ts";
import { installReset } from "./reset.ts";
import { installVirtualTime, openPinnedFunctions, SEARCH_PATH } from "./virtual-clock.ts";

/** A server with a template that has virtual time and all migrations; every process that plays copies it once. */
export interface SimulationServer {
  url: string;
  /** Spares the way through TCP, where it is known. */
  socket: string | null;
  template: string;
}

/** Nothing here is kept, so nothing is written for a crash, for a replica, or before its time. */
const FORGETFUL = [
  "wal_level=minimal",
  "max_wal_senders=0",
  "checkpoint_timeout=1h",
  "wal_writer_delay=10s",
  "bgwriter_lru_maxpages=0",
  "jit=off",
  "track_activities=off",
  "track_counts=off",
  "update_process_title=off",
  // To empty a table is to look for its pages in all of them.
  "shared_buffers=64MB",
];

/** A Postgres of the simulator's own. `sabotage` is SQL that plants a fault, for the simulator to find. */
export async function startSimulationServer(sabotage?: string) {
  const { url, socket, stop } = await startCluster({ settings: FORGETFUL });
  const server = { ...(await prepareTemplate(url, "stoa_simulation", sabotage)), socket };
  return { server, stop };
}

/** Makes a template of virtual time on a server that is there. */
export async function prepareTemplate(url: string, template: string, sabotage?: string): Promise<SimulationServer> {
  const server = { url, template, socket: null };
  await asOwner(server, "postgres", (sql) => sql.unsafe(`create database ${template}`));
  await asOwner(server, template, installVirtualTime);
  await migrate(withVirtualTime(url, template));
  await asOwner(server, template, openPinnedFunctions);
  await asOwner(server, template, installReset);
  if (sabotage) await asOwner(server, template, (sql) => sql.unsafe(sabotage));
  return server;
}

/** As many as two activities, and a look at both, can want at once. */
const LINES = 6;

/** A copy of the template for one run after another, each of which finds it as new. */
export class SimulationDatabase {
  /** Of the owner, outside every gate: for the clock, and for looking at the outcome. */
  readonly sql: postgres.Sql;
  private readonly application: postgres.Sql;
  private readonly server: SimulationServer;
  private readonly name: string;

  private constructor(server: SimulationServer, name: string) {
    this.server = server;
    this.name = name;
    this.sql = client(server, name, { max: 1 });
    this.application = client(server, name, { max: LINES, connection: { role: APP_ROLE } });
  }

  static async create(server: SimulationServer, name: string): Promise<SimulationDatabase> {
    await asOwner(server, "postgres", (sql) =>
      sql.unsafe(`create database ${name} template ${server.template} strategy file_copy`),
    );
    const database = new SimulationDatabase(server, name);
    await database.openAllLines();
    return database;
  }

  /** The driver draws a number for each line it opens; one that opened during a run would shift what the product draws. */
  private async openAllLines(): Promise<void> {
    await Promise.all(Array.from({ length: LINES }, () => this.application`select 1`));
  }

  /** A process of Stoa as the database sees it: in the application's role, behind a gate. */
  connect(gate: Gate): Database {
    return drizzle(gated(this.application, gate));
  }

  /** Sessions of simulated processes that wait for a lock of another. */
  async countLockWaiters(): Promise<number> {
    const [row] = await this.sql<{ waiting: number }[]>`
      select count(distinct l.pid)::int as waiting from pg_locks l
      join pg_stat_activity a on a.pid = l.pid and a.datname = ${this.name} where not l.granted`;
    return row?.waiting ?? 0;
  }

  /** Makes it as it was when it was copied. */
  async reset(): Promise<void> {
    await this.sql`select simulation.reset()`;
  }

  async drop(): Promise<void> {
    await Promise.all([this.application.end({ timeout: 0 }), this.sql.end()]);
    await asOwner(this.server, "postgres", (sql) => sql.unsafe(`drop database ${this.name} with (force)`));
  }
}

/** Real time must decide nothing: who waits for a lock here waits for its turn. Nor how often a statement was run before. */
const SESSION = {
  search_path: SEARCH_PATH,
  lock_timeout: "0",
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "0",
  plan_cache_mode: "force_generic_plan",
};

function withVirtualTime(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  for (const [name, value] of Object.entries(SESSION)) parsed.searchParams.set(name, value);
  return parsed.href;
}

function client(server: SimulationServer, database: string, options: postgres.Options<Record<string, never>>) {
  const quiet = { ...options, max_lifetime: null, onnotice: () => {} };
  return postgres(withVirtualTime(server.url, database), server.socket ? { ...quiet, path: server.socket } : quiet);
}

async function asOwner(
  server: SimulationServer,
  database: string,
  run: (sql: postgres.Sql) => PromiseLike<unknown>,
): Promise<void> {
  const sql = client(server, database, { max: 1 });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
