import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerUser } from "./binaries.ts";
import { NoEmbeddedPostgres } from "./errors.ts";

export interface InitialiseInput {
  binaries: string;
  dataFolder: string;
  user: ServerUser | null;
  /** The superuser's. */
  password: string;
  /** Whether its files must survive a crash of the machine. */
  durable: boolean;
}

/**
 * What every database of ours is made with. Checksums notice a disk that lies; ICU sorts and folds case in every
 * language alike, whatever locales the machine has.
 */
const FLAGS = [
  "--auth=scram-sha-256",
  "--data-checksums",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=icu",
  "--icu-locale=und",
  "--no-instructions",
];

/** Makes an empty database cluster, unless there is one. It appears whole or not at all, also when this is killed. */
export async function initialise({ binaries, dataFolder, user, password, durable }: InitialiseInput): Promise<void> {
  if (existsSync(join(dataFolder, "PG_VERSION"))) return;
  const unfinished = `${dataFolder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const secretFolder = mkdtempSync(join(tmpdir(), "stoa-"));
  const passwordFile = join(secretFolder, "password");
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (user !== null) for (const path of [unfinished, secretFolder, passwordFile]) chownSync(path, user.uid, user.gid);
    const made = spawnSync(
      join(binaries, "bin", "initdb"),
      [
        `--pgdata=${unfinished}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        ...FLAGS,
        ...(durable ? [] : ["--no-sync"]),
      ],
      { cwd: "/", encoding: "utf8", ...(user === null ? {} : { uid: user.uid, gid: user.gid }) },
    );
    if (made.status !== 0)
      throw new NoEmbeddedPostgres(`Postgres could not make its files in ${dataFolder}: ${reasonOf(made)}`);
    rmSync(dataFolder, { recursive: true, force: true });
    renameSync(unfinished, dataFolder);
  } finally {
    rmSync(secretFolder, { recursive: true, force: true });
  }
}

function reasonOf(made: { error?: Error; stderr: string | null; stdout: string | null }): string {
  return made.error?.message ?? `${made.stderr ?? ""}${made.stdout ?? ""}`.trim().split("\n").slice(-6).join("\n");
}
