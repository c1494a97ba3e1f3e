import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLineOf, isAlive } from "./processes.ts";

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

/** `adopt` a live server of ours; `forget` a file whose pid now names a stranger; `start` over one that is gone. */
export type Decision = "adopt" | "forget" | "start";

/** Decides about a server that a pid file names. Pids are reused, so a live one must also name our data folder. */
export function whatToDoWith(
  postmaster: Postmaster,
  dataFolder: string,
  look = { isAlive, commandLineOf },
): Decision {
  if (!look.isAlive(postmaster.pid)) return "start";
  return look.commandLineOf(postmaster.pid).includes(` ${dataFolder} `) ? "adopt" : "forget";
}
