import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresBinaries, serverUser } from "../embedded/binaries.ts";
import { initialise } from "../embedded/initialise.ts";

export interface Cluster {
  /** Superuser URL of the database `postgres`. */
  url: string;
  /** The server's Unix socket; a call over it costs half of one over TCP. */
  socket: string;
  stop(): Promise<void>;
  /** Ends the server with SIGKILL, as a power cut would; `start` brings it back on the same port with what it kept. */
  crash(): Promise<void>;
  start(): Promise<void>;
}

/** Durability off: a test's database dies with the test. */
const HASTY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
const START_TRIES = 100;
const START_PAUSE_MS = 100;
const FLAGS = ["max_connections=300", "shared_buffers=256MB"];

const PREFIX = "stoa-test-pg-";
/** Longer than any test runs: a server that was killed to be started again is not abandoned. */
const ABANDONED_MS = 60 * 60 * 1000;

/** Where Linux keeps files in memory. */
const MEMORY = "/dev/shm";
/** A container may have been given next to none of it. */
const MEMORY_BYTES_MIN = 4 * 1024 ** 3;

interface ClusterOptions {
  /** Keeps the settings of production, for measuring. */
  durable?: boolean;
  /** More settings, as `name=value`. */
  settings?: readonly string[];
}

/** A Postgres of its own on a free port of 127.0.0.1, in a folder that is removed when it stops. */
export async function startCluster({ durable = false, settings: more = [] }: ClusterOptions = {}): Promise<Cluster> {
  const inMemory = !durable && isRoomInMemory();
  if (inMemory) clearAbandoned(MEMORY);
  const folder = mkdtempSync(join(inMemory ? MEMORY : tmpdir(), PREFIX));
  // Run as root, the server itself runs as another user and must be able to reach its folder.
  chmodSync(folder, 0o755);
  const user = serverUser();
  const binaries = postgresBinaries(user);
  const dataFolder = join(folder, "data");
  await initialise({ binaries, dataFolder, user, password: "postgres", durable });
  const port = await freePort();
  const places = ["listen_addresses=127.0.0.1", `unix_socket_directories=${dataFolder}`];
  const settings = [...places, ...FLAGS, ...(durable ? [] : HASTY), ...more];
  const flags = settings.flatMap((setting) => ["-c", setting]);
  const run = async () => {
    const started = spawn(join(binaries, "bin", "postgres"), ["-D", dataFolder, "-p", String(port), ...flags], {
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe"],
      ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
    });
    await ready(started);
    return started;
  };
  let server = await run();
  const end = async (signal: NodeJS.Signals) => {
    server.kill(signal);
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
  };
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    socket: join(dataFolder, `.s.PGSQL.${port}`),
    stop: async () => {
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
    crash: () => end("SIGKILL"),
    start: async () => {
      server = await startOnceFree(run);
    },
  };
}

/** A new database is a thousand small files, and on a busy disk most of its time. What dies with the test needs no disk. */
function isRoomInMemory(): boolean {
  try {
    const { bavail, blocks, bsize } = statfsSync(MEMORY);
    return bavail * bsize > MEMORY_BYTES_MIN && bavail * 2 > blocks;
  } catch {
    return false;
  }
}

/** Removes what runs that were killed have left in memory, where it would stay until the machine is started anew. */
export function clearAbandoned(place: string): void {
  const clusters = readdirSync(place).filter((name) => name.startsWith(PREFIX));
  for (const folder of clusters.map((name) => join(place, name))) {
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > ABANDONED_MS && !isServed(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the server lives whose number its folder notes. */
function isServed(folder: string): boolean {
  try {
    process.kill(Number.parseInt(readFileSync(join(folder, "data", "postmaster.pid"), "utf8"), 10), 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A crashed server's children hold its memory until they notice; until then another is refused. */
async function startOnceFree<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      if (tries === START_TRIES) throw error;
      await sleep(START_PAUSE_MS);
    }
  }
}

/** Resolves when the server takes connections; rejects with what it said when it ends instead. */
async function ready(server: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  let said = "";
  const ended = once(server, "exit").then(() => {
    throw new Error(`Postgres did not start: ${said}`);
  });
  const accepting = new Promise<void>((resolve) => {
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("ready to accept connections")) resolve();
    });
  });
  await Promise.race([accepting, ended]);
  // From here on its end is the end of the tests, and its log is nobody's concern.
  ended.catch(() => {});
  server.stderr.removeAllListeners("data").resume();
}

/** A port that nothing listens on right now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
