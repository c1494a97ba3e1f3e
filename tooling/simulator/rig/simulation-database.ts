import { connect, type Database, migrate } from "@stoa/db";
import { startCluster } from "@stoa/db/testing/cluster";
import { databaseUrl } from "@stoa/db/testing/global-setup";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { type Gate, gated } from "./gate.ts";
import { installVirtualTime, openPinnedFunctions, SEARCH_PATH } from "./virtual-clock.ts";

/** A server with a template that has virtual time and all migrations; every run copies it. */
export interface SimulationServer {
  url: string;
  template: string;
}

/** A Postgres of the simulator's own. `sabotage` is SQL that plants a fault, for the simulator to find. */
export async function startSimulationServer(sabotage?: string): Promise<SimulationServer & { stop(): Promise<void> }> {
  const cluster = await startCluster();
  return { ...(await prepareTemplate(cluster.url, "stoa_simulation", sabotage)), stop: () => cluster.stop() };
}

/** Makes a template of virtual time on a server that is there. */
export async function prepareTemplate(url: string, template: string, sabotage?: string): Promise<SimulationServer> {
  await asOwner(url, (sql) => sql.unsafe(`create database ${template}`));
  const templateUrl = withVirtualTime(databaseUrl(url, template));
  await asOwner(templateUrl, installVirtualTime);
  await migrate(templateUrl);
  await asOwner(templateUrl, openPinnedFunctions);
  if (sabotage) await asOwner(templateUrl, (sql) => sql.unsafe(sabotage));
  return { url, template };
}

/** The database of one run, new from the template. */
export class SimulationDatabase {
  /** Of the owner, outside every gate: for the clock, and for looking at the outcome. */
  readonly sql: postgres.Sql;
  private readonly serverUrl: string;
  private readonly name: string;
  private readonly open: (() => Promise<void>)[] = [];

  private constructor(serverUrl: string, name: string) {
    this.serverUrl = serverUrl;
    this.name = name;
    this.sql = postgres(this.url(), { max: 1, onnotice: () => {} });
  }

  static async create({ url, template }: SimulationServer, name: string): Promise<SimulationDatabase> {
    await asOwner(url, (sql) => sql.unsafe(`create database ${name} template ${template} strategy file_copy`));
    return new SimulationDatabase(url, name);
  }

  /** A process of Stoa as the database sees it: connections of its own, in the application's role, behind a gate. */
  connect(gate: Gate, applicationName: string): Database {
    const { sql, close } = connect({ url: this.url(), max: 6, applicationName });
    this.open.push(close);
    return drizzle(gated(sql, gate));
  }

  /** Sessions of simulated processes that wait for a lock of another. */
  async countLockWaiters(): Promise<number> {
    const [row] = await this.sql<{ waiting: number }[]>`
      select count(distinct l.pid)::int as waiting from pg_locks l
      join pg_stat_activity a on a.pid = l.pid and a.datname = ${this.name} where not l.granted`;
    return row?.waiting ?? 0;
  }

  async drop(): Promise<void> {
    await Promise.all(this.open.map((close) => close()));
    await this.sql.end();
    await asOwner(this.serverUrl, (sql) => sql.unsafe(`drop database ${this.name} with (force)`));
  }

  private url(): string {
    return withVirtualTime(databaseUrl(this.serverUrl, this.name));
  }
}

const REAL_TIME_BOUNDS = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"];

function withVirtualTime(url: string): string {
  const parsed = new URL(url);
  parsed.searchParams.set("search_path", SEARCH_PATH);
  // Real time must decide nothing: who waits for a lock here waits for its turn.
  for (const bound of REAL_TIME_BOUNDS) parsed.searchParams.set(bound, "0");
  return parsed.href;
}

async function asOwner(url: string, run: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await run(sql);
  } finally {
    await sql.end();
  }
}
