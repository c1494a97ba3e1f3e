import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Failed } from "../command.ts";
import type { Home } from "./home.ts";
import { birthOf, isAlive } from "./processes.ts";
import { openRunFile } from "./run-file.ts";

let home: Home;

beforeEach(() => {
  const path = mkdtempSync(join(tmpdir(), "stoa-home-"));
  home = { path, in: (...parts) => join(path, ...parts) };
});
afterEach(() => rmSync(home.path, { recursive: true }));

test("a second launcher for the same home is refused, with the pid of the first", async () => {
  await openRunFile(home);
  await expect(openRunFile(home)).rejects.toThrow(new RegExp(`already runs for .*, as process ${process.pid}`));
  await expect(openRunFile(home)).rejects.toThrow(Failed);
});

test("what a killed launcher left running is stopped", async () => {
  const orphan = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const pid = orphan.pid ?? 0;
  const left = {
    launcher: { name: "launcher", pid: 1, birth: "long ago" },
    processes: [{ name: "web", pid, birth: birthOf(pid) }],
  };
  writeFileSync(home.in("run.json"), JSON.stringify(left));
  expect((await openRunFile(home)).cleared).toEqual(["web"]);
  expect(isAlive(pid)).toBe(false);
});

test("a stranger that got the pid of one of ours is left alone", async () => {
  const left = {
    launcher: { name: "launcher", pid: 1, birth: "x" },
    processes: [{ name: "web", pid: process.pid, birth: "another" }],
  };
  writeFileSync(home.in("run.json"), JSON.stringify(left));
  expect((await openRunFile(home)).cleared).toEqual([]);
});
