import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLineOf, exists, isAlive } from "./processes.ts";

const CHILDREN_END_WITHIN_MS = 15_000;
const POLL_MS = 50;

/** A Postgres server as its `postmaster.pid` describes it. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** What the data folder's `postmaster.pid` says, or null when there is none or it was cut off. */
export function postmasterOf(dataFolder: string): Postmaster | null {
  try {
    return readPidFile(readFileSync(join(dataFolder, "postmaster.pid"), "utf8"));
  } catch {
    return null;
  }
}

/** The first line is the pid, the fourth the port. */
export function readPidFile(text: string): Postmaster | null {
  const lines = text.split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : null;
}

/** `adopt` a live server of ours; `forget` a file whose pid Postgres would mistake for a server; `start` when it is gone. */
export type Decision = "adopt" | "forget" | "start";

/**
 * Decides about the server that a pid file names. Pids are reused, so a live one must also name our data folder; and a
 * zombie, which nobody in a container may reap, still looks alive to Postgres itself.
 */
export function whatToDoWith(
  postmaster: Postmaster,
  dataFolder: string,
  look = { exists, isAlive, commandLineOf },
): Decision {
  if (!look.exists(postmaster.pid)) return "start";
  const ours = look.isAlive(postmaster.pid) && look.commandLineOf(postmaster.pid).includes(` ${dataFolder} `);
  return ours ? "adopt" : "forget";
}

/**
 * Waits until no process lives in the data folder. The children of a killed server notice its death within moments, and
 * a second server beside them would harm the data. Where there is no /proc, Postgres' own check has to do.
 */
export async function nobodyIn(dataFolder: string): Promise<boolean> {
  const deadline = performance.now() + CHILDREN_END_WITHIN_MS;
  while (livesIn(dataFolder)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function livesIn(dataFolder: string): boolean {
  if (process.platform !== "linux") return false;
  return readdirSync("/proc").some((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return readlinkSync(`/proc/${name}/cwd`) === dataFolder;
    } catch {
      return false;
    }
  });
}
