import { APP_ROLE } from "@stoa/db";
import postgres from "postgres";
import { Failed } from "../command.ts";
import { adminUrl } from "./postgres.ts";
import type { Secrets } from "./secrets.ts";

/** The login that owns Stoa's tables on the home's server. Not a superuser: queries drop to a lesser role still. */
const OWNER = "stoa";
const UNKNOWN_DATABASE = "3D000";
const DATABASE_EXISTS = "42P04";
/** The one that comes with Stoa and that every test runs on; an older one has never been seen to work. */
const OLDEST_MAJOR = 15;
const ANSWERS_WITHIN_MS = 10_000;

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

/**
 * Makes the database that an address names when its server has none. Throws `Failed` when the server cannot be used, or
 * is too old.
 */
export async function ensureDatabase(variable: string, address: string, withinMs = ANSWERS_WITHIN_MS): Promise<void> {
  const url = parse(variable, address);
  const refusal = await refusalOf(url, withinMs, async (sql) => {
    const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
    return complaintAboutAge(row?.version ?? "");
  });
  if (refusal === null) return;
  const server = `${variable} (${url.hostname}:${url.port || 5432})`;
  if (refusal.code !== UNKNOWN_DATABASE) throw new Failed(`${server} cannot be used: ${refusal.message}.`);

  const name = decodeURIComponent(url.pathname.slice(1));
  const notMade = await refusalOf(new URL("/postgres", url), withinMs, async (sql) => {
    await sql`create database ${sql(name)}`;
    return null;
  });
  if (notMade === null || notMade.code === DATABASE_EXISTS) return;
  throw new Failed(
    `${server} has no database ${name}, and it could not be made: ${notMade.message}. ` +
      "Make it there, with this login as its owner.",
  );
}

/** Throws `Failed` when the login could not make the role that every query runs as, which the migrations do. */
export async function requireRoles(variable: string, address: string): Promise<void> {
  const refusal = await refusalOf(parse(variable, address), ANSWERS_WITHIN_MS, async (sql) => {
    const [login] = await sql<{ name: string; enough: boolean }[]>`
      select current_user as name, rolsuper or rolcreaterole or exists (
        select from pg_roles app where app.rolname = ${APP_ROLE} and pg_has_role(current_user, app.oid, 'member')
      ) as enough from pg_roles where rolname = current_user`;
    if (login?.enough) return null;
    return `its login may not make the role ${APP_ROLE}. As a superuser there: alter role "${login?.name}" createrole`;
  });
  if (refusal !== null) throw new Failed(`${variable} cannot be used: ${refusal.message}.`);
}

/** What is wrong with a server of this version (`15.18 (Debian …)`), or null when it is new enough. */
export function complaintAboutAge(version: string): string | null {
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return null;
  return `it is Postgres ${version}, and Stoa needs ${OLDEST_MAJOR} or newer`;
}

function parse(variable: string, address: string): URL {
  const url = URL.parse(address);
  if (url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1) return url;
  throw new Failed(`${variable} is not of the form postgres://user:password@host:5432/database.`);
}

interface Refusal {
  code: string;
  message: string;
}

/** Why a server does not do what it is asked, or null when it does. What is asked may answer with a complaint of its own. */
async function refusalOf(
  url: URL,
  withinMs: number,
  ask: (sql: postgres.Sql) => Promise<string | null>,
): Promise<Refusal | null> {
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  // Where something takes connections and drops them, the driver would try again without end.
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(`it did not answer within ${withinMs / 1_000} s`), withinMs);
  try {
    const complaint = await Promise.race([ask(sql), late.promise]);
    return complaint === null ? null : { code: "", message: complaint };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { code, message: error instanceof Error && error.message !== "" ? error.message : code };
  } finally {
    clearTimeout(timer);
    await sql.end({ timeout: 1 });
  }
}
