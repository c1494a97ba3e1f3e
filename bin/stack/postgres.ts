import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { mayReach, postgresBinaries, REACHABLE_FOLDER, type ServerUser, serverUser } from "@stoa/db/embedded/binaries";
import { initialise } from "@stoa/db/embedded/initialise";
import postgres from "postgres";
import { Failed } from "../command.ts";
import type { Home } from "./home.ts";
import { readJson, writeJson } from "./json-file.ts";
import { freePort } from "./ports.ts";
import { nobodyIn, type Postmaster, postmasterOf, whatToDoWith } from "./postmaster.ts";
import { isAlive, stopProcess } from "./processes.ts";
import type { Secrets } from "./secrets.ts";

export interface PostgresServer {
  port: number;
  pid: number;
  /** Outside the home when Postgres' user may not enter it. */
  dataFolder: string;
  /** Whether it was already running when it was asked for. */
  adopted: boolean;
  stop(): Promise<void>;
}

interface Place {
  dataFolder: string;
  port?: number;
}

const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** The name of the server's superuser, which only the launcher uses. */
export const ADMIN = "postgres";

/**
 * The home's own Postgres, running: the one that a killed launcher left behind, or one started now.
 * Throws `Failed` with the end of the server's log when it does not come up.
 */
export async function openPostgres(home: Home, secrets: Secrets): Promise<PostgresServer> {
  const user = serverUser();
  const { dataFolder, port: remembered } = placeOf(home, user);
  const binaries = postgresBinaries(user);
  await initialise({ binaries, dataFolder, user, password: secrets.POSTGRES_ADMIN_PASSWORD, durable: true });
  const running = await adopt(dataFolder, secrets);
  if (running !== null) return { ...running, dataFolder, adopted: true, stop: () => stopPostmaster(running.pid) };

  const port = await freePort(remembered);
  writeJson(home.in("postgres.json"), { dataFolder, port } satisfies Place);
  const pid = await start({ home, binaries, dataFolder, user, port, secrets });
  return { port, pid, dataFolder, adopted: false, stop: () => stopPostmaster(pid) };
}

/** The home's Postgres if it runs right now; starts nothing. */
export async function runningPostgres(home: Home, secrets: Secrets): Promise<Postmaster | null> {
  const place = readJson<Place>(home.in("postgres.json"));
  const postmaster = place?.dataFolder === undefined ? null : postmasterOf(place.dataFolder);
  if (postmaster === null || whatToDoWith(postmaster, place?.dataFolder ?? "") !== "adopt") return null;
  return (await answers(postmaster.port, secrets)) === "ready" ? postmaster : null;
}

/** The superuser's address of a database on the home's server. */
export function adminUrl(port: number, secrets: Secrets, database = "postgres"): string {
  return `postgres://${ADMIN}:${secrets.POSTGRES_ADMIN_PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** Where the data are: in the home, unless Postgres' user may not enter it. Once chosen, a place is kept. */
function placeOf(home: Home, user: ServerUser | null): Place {
  const kept = readJson<Place>(home.in("postgres.json"));
  if (kept?.dataFolder !== undefined && existsSync(kept.dataFolder)) return { ...kept, dataFolder: kept.dataFolder };
  const inHome = home.in("pg");
  if (mayReach(user, inHome)) return { dataFolder: inHome };
  const name = createHash("sha256").update(home.path).digest("hex").slice(0, 12);
  mkdirSync(REACHABLE_FOLDER, { recursive: true, mode: 0o755 });
  return { dataFolder: join(REACHABLE_FOLDER, `pg-${name}`) };
}

async function adopt(dataFolder: string, secrets: Secrets): Promise<Postmaster | null> {
  const postmaster = postmasterOf(dataFolder);
  if (postmaster === null) return null;
  const decision = whatToDoWith(postmaster, dataFolder);
  if (decision === "adopt") {
    const state = await readyWithin(postmaster, secrets, READY_WITHIN_MS);
    if (state === "ready") return postmaster;
    if (state === "refused") throw wrongPassword(dataFolder);
    await stopPostmaster(postmaster.pid);
  }
  if (!(await nobodyIn(dataFolder))) {
    throw new Failed(`Parts of a Postgres that was killed still run in ${dataFolder}. Stop them and start again.`);
  }
  if (decision === "forget") rmSync(join(dataFolder, "postmaster.pid"), { force: true });
  return null;
}

interface StartInput {
  home: Home;
  binaries: string;
  dataFolder: string;
  user: ServerUser | null;
  port: number;
  secrets: Secrets;
}

async function start(input: StartInput): Promise<number> {
  const logFile = input.home.in("logs", "postgres.log");
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0;
  const pid = spawnServer(input, openSync(logFile, "a"));
  const state = await readyWithin({ pid, port: input.port }, input.secrets, READY_WITHIN_MS);
  if (state === "ready") return pid;
  await stopPostmaster(pid);
  if (state === "refused") throw wrongPassword(input.dataFolder);
  const log = readFileSync(logFile, "utf8").slice(logStart).trimEnd().split("\n");
  throw new Failed(`Postgres did not start. The end of ${logFile} says:\n${log.slice(-8).join("\n")}`);
}

function spawnServer({ binaries, dataFolder, user, port }: StartInput, log: number): number {
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "200" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", dataFolder, "-p", String(port), ...flags], {
    // Of its own process group, so that Ctrl-C in the terminal does not stop it before the apps that use it; and its log
    // goes to a file, so that it outlives a launcher that is killed.
    detached: true,
    stdio: ["ignore", log, log],
    cwd: "/",
    ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
  });
  child.unref();
  if (child.pid === undefined) throw new Failed(`Postgres could not be started from ${binaries}.`);
  return child.pid;
}

type Answer = "ready" | "refused" | "not yet";

async function readyWithin(server: Postmaster, secrets: Secrets, ms: number): Promise<Answer> {
  const deadline = performance.now() + ms;
  while (performance.now() < deadline && isAlive(server.pid)) {
    const answer = await answers(server.port, secrets);
    if (answer !== "not yet") return answer;
    await sleep(POLL_MS);
  }
  return "not yet";
}

async function answers(port: number, secrets: Secrets): Promise<Answer> {
  const sql = postgres(adminUrl(port, secrets), { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    await sql`select 1`;
    return "ready";
  } catch (error) {
    const wrong = error instanceof postgres.PostgresError && error.code === "28P01";
    return wrong ? "refused" : "not yet";
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** SIGINT ends sessions and stops cleanly; SIGQUIT leaves the rest to recovery at the next start. */
async function stopPostmaster(pid: number): Promise<void> {
  await stopProcess(pid, [
    { signal: "SIGINT", withinMs: 20_000 },
    { signal: "SIGQUIT", withinMs: 5_000 },
    { signal: "SIGKILL", withinMs: 2_000 },
  ]);
}

function wrongPassword(dataFolder: string): Failed {
  return new Failed(
    `The database in ${dataFolder} does not accept the password in secrets.json beside it. ` +
      "Put the right secrets.json back, or remove both to begin with an empty database.",
  );
}
