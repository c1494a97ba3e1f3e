import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCsv, toCsv } from "./csv.ts";

describe("a CSV file", () => {
  test("T93 carries no cell that a spreadsheet runs", () => {
    const rows = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"].map(
      (note) => ({ note }),
    );
    for (const line of toCsv(["note"], rows).split("\r\n").slice(1, -1)) expect(line).toMatch(/^"?'/);
  });

  test("T93 gives back a text that had an apostrophe before its formula", () => {
    for (const text of ["'=1", "''@x", "'", "'a", "'＝1", "\n=1"])
      expect(parseCsv(toCsv([text], []))?.[0]?.cells).toEqual([text]);
  });

  test("leaves numbers alone, negative ones too, and writes times and objects so that they can be read again", () => {
    const at = new Date("2026-11-21T10:00:00Z");
    expect(toCsv(["n", "at", "o", "none"], [{ n: -5, at, o: { a: "b" }, none: null }])).toBe(
      'n,at,o,none\r\n-5,2026-11-21T10:00:00.000Z,"{""a"":""b""}",\r\n',
    );
  });

  test("T93 gives every text back when it is read", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (cells) => {
        const columns = [...cells.map((_, index) => `c${index}`), "last"];
        const row = Object.fromEntries(cells.map((text, index) => [`c${index}`, text]));
        const [, second] = parseCsv(toCsv(columns, [{ ...row, last: "end" }])) ?? [];
        expect(second?.cells).toEqual([...cells, "end"]);
      }),
    );
  });
});

describe("a CSV file that is read", () => {
  test("may have a byte order mark, bare line feeds and empty lines; rows know their lines", () => {
    expect(parseCsv('\uFEFFa,b\n1,"two\nlines"\n\n,,\n3,4')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "two\nlines"] },
      { line: 6, cells: ["3", "4"] },
    ]);
  });

  test("is none when a quote is left open or closes too early", () => {
    expect(parseCsv('a,"b')).toBeNull();
    expect(parseCsv('a,"b"c')).toBeNull();
  });

  test("keeps an empty last cell", () => {
    expect(parseCsv("a,\r\n")).toEqual([{ line: 1, cells: ["a", ""] }]);
    expect(parseCsv("")).toEqual([]);
  });
});
