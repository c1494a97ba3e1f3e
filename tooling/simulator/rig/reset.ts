import type postgres from "postgres";
import { SIMULATION_START } from "./virtual-clock.ts";

/**
 * Gives a template `simulation.reset()`, which makes its copy as new between two runs: every table that was written to
 * is empty, its files too, or has the rows it was migrated with; the sequences start again, and so does time. Tables
 * that are vacuumed or analysed while a run is under way could be read in another order, so none of them is.
 */
export async function installReset(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(`
    do $$
    declare product regclass;
    begin
      for product in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      loop
        execute format('alter table %s set (autovacuum_enabled = off, toast.autovacuum_enabled = off)', product);
        if pg_relation_size(product) > 0 then
          execute format('create table simulation.%I as table %s', 'kept ' || product, product);
        end if;
      end loop;
    end $$;

    create function simulation.reset() returns void language plpgsql set session_replication_role = replica as $$
    declare
      written regclass[];
      product regclass;
    begin
      select coalesce(array_agg(oid), '{}') into written from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0;
      execute 'truncate ' || array_to_string(written, ', ') || ' restart identity cascade';
      foreach product in array written loop
        if to_regclass(format('simulation.%I', 'kept ' || product)) is not null then
          execute format('insert into %s table simulation.%I', product, 'kept ' || product);
        end if;
      end loop;
      update simulation.clock set at = '${SIMULATION_START.toISOString()}';
    end $$`);
}
