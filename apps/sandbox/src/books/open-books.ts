import { readFile } from "node:fs/promises";
import postgres from "postgres";

export type Books = postgres.Sql;
export type BooksTransaction = postgres.TransactionSql;

/** The least a query needs: the books themselves or one transaction on them. */
export type BooksReader = Books | BooksTransaction;

const UNKNOWN_DATABASE = "3D000";
const DATABASE_EXISTS = ["42P04", "23505"];

/** Opens the sandbox's own database, creating it when the server has none of that name, and its tables. */
export async function openBooks(databaseUrl: string, tables: readonly URL[]): Promise<Books> {
  await createDatabaseIfMissing(databaseUrl);
  const books = connect(databaseUrl, 10);
  try {
    for (const file of tables) await books.unsafe(await readFile(file, "utf8"));
    return books;
  } catch (error) {
    await books.end({ timeout: 1 });
    throw error;
  }
}

/** Empties every table of the given schemas; what a test does between stories. */
export async function emptyBooks(books: Books, schemas: readonly string[]): Promise<void> {
  const tables = await books<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ${books([...schemas])}`;
  if (tables.length > 0)
    await books.unsafe(`TRUNCATE ${tables.map((table) => table.name).join(", ")} RESTART IDENTITY`);
}

function connect(databaseUrl: string, max: number): Books {
  return postgres(databaseUrl, { max, onnotice: () => {}, connection: { application_name: "stoa-sandbox" } });
}

async function createDatabaseIfMissing(databaseUrl: string): Promise<void> {
  const probe = connect(databaseUrl, 1);
  try {
    await probe`SELECT 1`;
  } catch (error) {
    if (codeOf(error) !== UNKNOWN_DATABASE) throw error;
    await createDatabase(databaseUrl);
  } finally {
    await probe.end({ timeout: 1 });
  }
}

async function createDatabase(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  const name = decodeURIComponent(url.pathname.slice(1));
  url.pathname = "/postgres";
  const server = connect(url.href, 1);
  try {
    await server`CREATE DATABASE ${server(name)}`;
  } catch (error) {
    // Two sandboxes that start at once may both try; one of them has done it.
    if (!DATABASE_EXISTS.includes(codeOf(error))) throw error;
  } finally {
    await server.end({ timeout: 1 });
  }
}

function codeOf(error: unknown): string {
  return error instanceof postgres.PostgresError ? error.code : "";
}
