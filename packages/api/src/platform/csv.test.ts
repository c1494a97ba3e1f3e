import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCsv } from "./csv.ts";

describe("a CSV file", () => {
  test("T93 carries no cell that a spreadsheet runs", () => {
    const rows = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"].map((note) => ({ note }));
    for (const line of toCsv(["note"], rows).split("\r\n").slice(1, -1)) expect(line).toMatch(/^"?'/);
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
        const columns = cells.map((_, index) => `c${index}`);
        const row = Object.fromEntries(cells.map((text, index) => [`c${index}`, text]));
        const [, second = []] = parse(toCsv(columns, [row]));
        expect(second.map((text) => text.replace(/^'(?=[=+\-@\t\r])/, ""))).toEqual(cells);
      }),
    );
  });
});

/** The least reader of RFC 4180. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const char = csv[i] ?? "";
    if (quoted) {
      if (char === '"' && csv[i + 1] === '"') cell += csv[++i];
      else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"') quoted = true;
    else if (char === ",") {
      rows.at(-1)?.push(cell);
      cell = "";
    } else if (char === "\r" && csv[i + 1] === "\n") {
      rows.at(-1)?.push(cell);
      cell = "";
      rows.push([]);
      i++;
    } else cell += char;
  }
  return rows;
}
