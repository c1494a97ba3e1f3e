import { rmSync } from "node:fs";
import { Failed } from "../command.ts";
import type { Home } from "./home.ts";
import { readJson, writeJson } from "./json-file.ts";
import { birthOf, stopProcess } from "./processes.ts";

interface Recorded {
  name: string;
  pid: number;
  birth: string;
}

interface RunFileContent {
  launcher: Recorded;
  processes: Recorded[];
}

/** Who runs for this home right now, on disk, so that the launcher after a killed one knows whom to clear away. */
export interface RunFile {
  add(name: string, pid: number): void;
  remove(name: string): void;
  close(): void;
}

/** Takes the home for this launcher. Throws `Failed` when another one has it; stops what a killed one left running. */
export async function openRunFile(home: Home): Promise<RunFile & { cleared: readonly string[] }> {
  const path = home.in("run.json");
  const running = runningLauncher(home);
  if (running !== null) {
    throw new Failed(
      `Stoa already runs for ${home.path}, as process ${running}. Stop it with Ctrl-C there, or with: kill ${running}`,
    );
  }
  const before = readJson<RunFileContent>(path);
  const orphans = (before?.processes ?? []).filter(isSame);
  await Promise.all(orphans.map((orphan) => clear(orphan)));

  const content: RunFileContent = { launcher: record("launcher", process.pid), processes: [] };
  const write = () => writeJson(path, content);
  write();
  return {
    cleared: orphans.map((orphan) => orphan.name),
    add: (name, pid) => {
      content.processes.push(record(name, pid));
      write();
    },
    remove: (name) => {
      content.processes = content.processes.filter((other) => other.name !== name);
      write();
    },
    close: () => rmSync(path, { force: true }),
  };
}

/** The pid of the launcher that has the home, or null when nobody has. */
export function runningLauncher(home: Home): number | null {
  const launcher = readJson<RunFileContent>(home.in("run.json"))?.launcher;
  return launcher !== undefined && isSame(launcher) ? launcher.pid : null;
}

function record(name: string, pid: number): Recorded {
  return { name, pid, birth: birthOf(pid) ?? "" };
}

function isSame({ pid, birth }: Recorded): boolean {
  return birth !== "" && birthOf(pid) === birth;
}

async function clear({ name, pid }: Recorded): Promise<void> {
  const gone = await stopProcess(pid, [
    { signal: "SIGTERM", withinMs: 10_000 },
    { signal: "SIGKILL", withinMs: 2_000 },
  ]);
  if (!gone) throw new Failed(`${name} of an earlier run (process ${pid}) does not end. Stop it with: kill -9 ${pid}`);
}
