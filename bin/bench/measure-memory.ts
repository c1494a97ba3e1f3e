import { readFileSync } from "node:fs";
import { openSetting } from "../stack/services.ts";
import { type BenchRow, row } from "./rows.ts";

/** The requirement for all processes together. */
const TOTAL_MIB = 2_048;

/** Resident memory of each process of the Stoa that runs for this home; nothing when none runs, or off Linux. */
export function measureMemory(): BenchRow[] {
  const processes = runningProcesses(openSetting().home.in("run.json"));
  const rows = processes.flatMap(({ name, pid }) => {
    const mib = residentMib(pid);
    return mib === null ? [] : [row(`memory of ${name}`, mib, "MiB")];
  });
  if (rows.length === 0) return [];
  return [
    ...rows,
    row(
      "memory, all of these",
      rows.reduce((sum, each) => sum + each.value, 0),
      "MiB",
      TOTAL_MIB,
    ),
  ];
}

function runningProcesses(path: string): { name: string; pid: number }[] {
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as { processes: { name: string; pid: number }[] }).processes;
  } catch {
    return [];
  }
}

function residentMib(pid: number): number | null {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? null : Number(kib) / 1024;
  } catch {
    return null;
  }
}
