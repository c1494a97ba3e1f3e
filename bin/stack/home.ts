import { accessSync, chmodSync, constants, existsSync, mkdirSync, statfsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failed } from "../command.ts";
import type { Environment } from "../env.ts";

/** Postgres, Redis, logs and a first set of lessons need some 300 MB; below this even the WAL may not fit. */
const FREE_DISK_BYTES_MIN = 500 * 1024 * 1024;

/** Less than two segments of Postgres' log: it cannot write. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024;

/** The folder that holds everything a running Stoa keeps on this machine. */
export interface Home {
  path: string;
  /** The path of a file or folder inside. */
  in(...parts: string[]): string;
}

/** Opens the home (`STOA_HOME`, else `.stoa` in the clone), made when missing. Throws `Failed` when it cannot be used. */
export function openHome(root: string, env: Environment): Home {
  const path = resolve(root, env.STOA_HOME ?? ".stoa");
  try {
    makeFolder(join(path, "logs"));
    // Postgres runs as another user when Stoa runs as root, and must pass through; what is secret has its own mode.
    if (process.getuid?.() === 0) chmodSync(path, 0o711);
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw new Failed(
      `${path} cannot be written (${codeOf(error)}). Set STOA_HOME to a folder that this user may write.`,
    );
  }
  return { path, in: (...parts) => join(path, ...parts) };
}

/** Makes a folder and those above it. One by one, because Node's recursive mkdir never ends where the system refuses oddly. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** Throws `Failed` when the disk under the home is nearly full. */
export function requireFreeDisk(home: Home): void {
  const free = freeDiskBytes(home);
  if (free >= FREE_DISK_BYTES_MIN) return;
  throw new Failed(
    `Only ${megabytes(free)} are free under ${home.path}; Stoa needs ${megabytes(FREE_DISK_BYTES_MIN)}. ` +
      "Make room, or set STOA_HOME to a folder on another disk.",
  );
}

/** The error of what failed on a disk that is full says so in one sentence; any other stays as it is. */
export function blamedOnDisk(error: unknown, home: Home): unknown {
  if (freeDiskBytes(home) >= FULL_BELOW_BYTES) return error;
  return new Failed(`The disk under ${home.path} is full. Nothing that was saved is lost; make room, and it goes on.`);
}

/** What this user may still write on the home's disk. */
export function freeDiskBytes(home: Home): number {
  const disk = statfsSync(home.path);
  return disk.bavail * disk.bsize;
}

export function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MB`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
