import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { birthInStat, birthOf, isAlive, stopProcess } from "./processes.ts";

const stat = (name: string, state: string) => `4711 (${name}) ${state} ${"1 ".repeat(18)}123456 0 0`;

test("a process is known by its birth, whatever its name holds", () => {
  expect(birthInStat(stat("node", "S"))).toBe("123456");
  expect(birthInStat(stat("odd) name (", "R"))).toBe("123456");
});

test("a zombie is dead", () => {
  expect(birthInStat(stat("postgres", "Z"))).toBeNull();
});

test("this process is alive, and was born once", () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(birthOf(process.pid)).toBe(birthOf(process.pid));
});

test("a process that does not listen is stopped by the next, harder signal", async () => {
  const stubborn = spawn(process.execPath, [
    "-e",
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log()",
  ]);
  await once(stubborn.stdout, "data");
  const gone = await stopProcess(stubborn.pid ?? 0, [
    { signal: "SIGTERM", withinMs: 200 },
    { signal: "SIGKILL", withinMs: 5_000 },
  ]);
  expect(gone).toBe(true);
});
