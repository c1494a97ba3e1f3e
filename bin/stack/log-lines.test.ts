import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { readableLine } from "./log-lines.ts";

const web = { name: "web", colour: "cyan" } as const;
const noon = new Date(2026, 10, 21, 12, 0, 0);
// Colours depend on the terminal that runs the tests.
const plain = stripVTControlCharacters;

test("a structured line becomes time, app, level, sentence and fields", () => {
  const line = JSON.stringify({
    level: "warn",
    time: noon.toISOString(),
    app: "web",
    msg: "slow query",
    ms: 1200,
    table: "orders",
  });
  expect(plain(readableLine(web, line))).toBe("12:00:00 web     warn  slow query ms=1200 table=orders");
});

test("pino's numbers become names", () => {
  expect(plain(readableLine(web, JSON.stringify({ level: 50, time: noon.getTime(), msg: "no" })))).toContain(
    "error no",
  );
});

test("a line that is not JSON stays as it is", () => {
  expect(plain(readableLine(web, "▲ Next.js 16", noon))).toBe("12:00:00 web     ▲ Next.js 16");
  expect(plain(readableLine(web, "{not json", noon))).toContain("{not json");
});

test("a long value is cut", () => {
  expect(readableLine(web, JSON.stringify({ msg: "x", body: "y".repeat(5_000) })).length).toBeLessThan(400);
});
