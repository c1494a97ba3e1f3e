import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 50;

/**
 * When a process was born, in whatever unit the system counts, or null when no such process runs. Together with the pid
 * it names one process for good: pids are reused, births are not. A zombie is dead: nobody in a container may reap it.
 */
export function birthOf(pid: number): string | null {
  if (process.platform !== "linux") {
    const ps = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
    const [state, ...born] = ps.status === 0 ? ps.stdout.trim().split(/\s+/) : [];
    return state === undefined || state.startsWith("Z") ? null : born.join(" ");
  }
  try {
    return birthInStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return null;
  }
}

/** The birth in a line of `/proc/<pid>/stat`. The name in brackets may hold blanks and brackets of its own. */
export function birthInStat(line: string): string | null {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const started = fields[19];
  return state === "Z" || state === "X" || started === undefined ? null : started;
}

export function isAlive(pid: number): boolean {
  return birthOf(pid) !== null;
}

/** Whether the system knows a process of this number, be it a zombie. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The command line of a process, its parts separated by blanks; empty when it cannot be read. */
export function commandLineOf(pid: number): string {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() ?? "";
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

/** One thing to try in order to stop a process, and how long to wait for it to work. */
export interface Attempt {
  signal: NodeJS.Signals;
  withinMs: number;
}

/** Stops a process, trying harder each time. Resolves with whether it is gone. */
export async function stopProcess(pid: number, attempts: readonly Attempt[]): Promise<boolean> {
  for (const { signal, withinMs } of attempts) {
    if (!send(pid, signal)) return true;
    if (await goneWithin(pid, withinMs)) return true;
  }
  return false;
}

/** Whether the process was there to be told. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function goneWithin(pid: number, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
