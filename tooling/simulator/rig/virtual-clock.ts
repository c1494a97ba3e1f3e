import type { Clock } from "@stoa/kit";
import type postgres from "postgres";

/** Where every run's time begins. */
export const SIMULATION_START = new Date("2026-11-21T10:00:00.000Z");

/** Clients name it in their URL; `pg_catalog`, once named, is searched after the schema of the functions below. */
export const SEARCH_PATH = "public,simulation,pg_catalog";

/**
 * What Postgres takes for the time: a row, read by functions that are found before those of `pg_catalog`. Made before
 * the migrations, so that the defaults of columns, which keep the function they were parsed with, follow it too.
 */
export async function installVirtualTime(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    create schema simulation;
    create table simulation.clock (at timestamptz not null);
    insert into simulation.clock values ('${SIMULATION_START.toISOString()}');
    grant usage on schema simulation to public;
    grant select on simulation.clock to public;`);
  for (const name of ["now", "transaction_timestamp", "statement_timestamp", "clock_timestamp"]) {
    await sql.unsafe(
      `create function simulation.${name}() returns timestamptz language sql stable as 'select at from simulation.clock'`,
    );
  }
}

/** Functions that pin a search path of their own would look past the virtual time; after the migrations. */
export async function openPinnedFunctions(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$
    declare pinned regprocedure;
    begin
      for pinned in select oid::regprocedure from pg_proc
        where pronamespace = 'public'::regnamespace and proconfig::text like '%search_path%'
      loop
        execute format('alter function %s set search_path = public, simulation, pg_catalog, pg_temp', pinned);
      end loop;
    end $$`);
}

/** One time for the process and its database. It stands still until it is moved, and moves both. */
export class VirtualClock implements Clock {
  private millis = SIMULATION_START.getTime();
  private readonly sql: postgres.Sql;

  constructor(sql: postgres.Sql) {
    this.sql = sql;
  }

  now(): Date {
    return new Date(this.millis);
  }

  async advance(ms: number): Promise<void> {
    this.millis += Math.max(0, Math.round(ms));
    await this.sql`update simulation.clock set at = ${this.now()}`;
  }
}
