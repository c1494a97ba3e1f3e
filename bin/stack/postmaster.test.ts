import { expect, test } from "vitest";
import { readPidFile, whatToDoWith } from "./postmaster.ts";

const server = { pid: 4711, port: 5433 };
const folder = "/home/asha/stoa/.stoa/pg";
const machine = (state: { exists?: boolean; isAlive?: boolean; commandLine?: string }) => ({
  exists: () => state.exists ?? true,
  isAlive: () => state.isAlive ?? true,
  commandLineOf: () => state.commandLine ?? `/npm/bin/postgres -D ${folder} -p 5433`,
});

test("a pid file gives the server's pid and port", () => {
  expect(readPidFile(`4711\n${folder}\n1795257600\n5433\n\n127.0.0.1\n  5242880  7\nready\n`)).toEqual(server);
});

test("a pid file that was cut off says nothing", () => {
  expect(readPidFile("4711\n")).toBeNull();
  expect(readPidFile("")).toBeNull();
});

test("a live server of our data folder is adopted", () => {
  expect(whatToDoWith(server, folder, machine({}))).toBe("adopt");
});

test("a server that is gone is started again", () => {
  expect(whatToDoWith(server, folder, machine({ exists: false }))).toBe("start");
});

test("a pid that a stranger has got since is forgotten", () => {
  expect(whatToDoWith(server, folder, machine({ commandLine: "vim notes.md" }))).toBe("forget");
});

test("a server of another data folder is a stranger", () => {
  expect(whatToDoWith(server, folder, machine({ commandLine: `/npm/bin/postgres -D ${folder}-old -p 5433` }))).toBe(
    "forget",
  );
});

test("a zombie that nobody reaped is forgotten, since Postgres would take it for alive", () => {
  expect(whatToDoWith(server, folder, machine({ isAlive: false }))).toBe("forget");
});
