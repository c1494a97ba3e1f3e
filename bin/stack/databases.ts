import postgres from "postgres";
import { Failed } from "../command.ts";
import { adminUrl } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";

/** The login that owns Stoa's tables on the home's server. Not a superuser: queries drop to a lesser role still. */
const OWNER = "stoa";
const UNKNOWN_DATABASE = "3D000";
const DATABASE_EXISTS = "42P04";

export interface DatabaseUrls {
  DATABASE_URL: string;
  SANDBOX_DATABASE_URL: string;
}

/** Makes the owner and the two databases on the home's server, where missing, and gives their addresses. */
export async function prepareOwnDatabases(port: number, secrets: Secrets): Promise<DatabaseUrls> {
  const sql = postgres(adminUrl(port, secrets), { max: 1, onnotice: () => {} });
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = ${OWNER}`;
    // Utility statements take no parameters; the password is our own base64url text.
    const login = `${OWNER} with login createdb createrole password '${secrets.POSTGRES_PASSWORD}'`;
    await sql.unsafe(role === undefined ? `create role ${login}` : `alter role ${login}`);
    for (const name of ["stoa", "stoa_sandbox"]) {
      const [database] = await sql`select 1 from pg_database where datname = ${name}`;
      if (database === undefined) await sql`create database ${sql(name)} owner ${sql(OWNER)}`;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
  const url = (name: string) => `postgres://${OWNER}:${secrets.POSTGRES_PASSWORD}@127.0.0.1:${port}/${name}`;
  return { DATABASE_URL: url("stoa"), SANDBOX_DATABASE_URL: url("stoa_sandbox") };
}

/** The sandbox's database beside the one the caller named: the same server and login, `_sandbox` behind the name. */
export function sandboxUrlBeside(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `${url.pathname}_sandbox`;
  return url.href;
}

/** Makes the database that an address names when its server has none. Throws `Failed` when the server cannot be used. */
export async function ensureDatabase(variable: string, address: string): Promise<void> {
  const url = parse(variable, address);
  const refusal = await refusalOf(url.href, "select 1");
  if (refusal === null) return;
  const name = decodeURIComponent(url.pathname.slice(1));
  if (refusal.code === UNKNOWN_DATABASE) {
    const server = new URL(url);
    server.pathname = "/postgres";
    const notMade = await refusalOf(server.href, `create database "${name.replaceAll('"', '""')}"`);
    if (notMade === null || notMade.code === DATABASE_EXISTS) return;
    throw new Failed(
      `${variable} names the database ${name}, which is not there and could not be made: ${notMade.message}`,
    );
  }
  throw new Failed(`${variable} (${url.hostname}:${url.port || 5432}) cannot be used: ${refusal.message}`);
}

function parse(variable: string, address: string): URL {
  const url = URL.parse(address);
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return url;
  throw new Failed(`${variable} is not of the form postgres://user:password@host:5432/database.`);
}

async function refusalOf(url: string, statement: string): Promise<{ code: string; message: string } | null> {
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
    return null;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { code, message: error instanceof Error && error.message !== "" ? error.message : code };
  } finally {
    await sql.end({ timeout: 1 });
  }
}
