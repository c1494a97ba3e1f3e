import { readFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

/** Read only where migrations run, which is never inside a bundle: there a module has no folder. */
const folder = () => join(import.meta.dirname, "../../../drizzle");

/** Any number; every migrator takes the same lock, so that three that start at once take turns. */
const MIGRATION_LOCK = 7_306_912_004;

/** Brings the schema of the database to the newest migration. Safe to call from many processes at once. */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder() });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export interface MigrationState {
  applied: number;
  known: number;
}

/** How many migrations the database has of those that this code knows. */
export async function migrationState(url: string): Promise<MigrationState> {
  const journal = JSON.parse(readFileSync(`${folder()}/meta/_journal.json`, "utf8")) as { entries: unknown[] };
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [table] = await sql<
      { there: boolean }[]
    >`select to_regclass('drizzle.__drizzle_migrations') is not null as there`;
    if (!table?.there) return { applied: 0, known: journal.entries.length };
    const [row] = await sql<{ applied: number }[]>`select count(*)::int as applied from drizzle.__drizzle_migrations`;
    return { applied: row?.applied ?? 0, known: journal.entries.length };
  } finally {
    await sql.end({ timeout: 5 });
  }
}
