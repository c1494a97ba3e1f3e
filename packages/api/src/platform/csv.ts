import { z } from "zod";

/** A file of rows, as a procedure answers with it. */
export const csvAnswer = z.object({
  filename: z.string(),
  csv: z.string(),
  complete: z.boolean().describe("False when there were more rows than one file holds; narrow the filter."),
});
export type CsvAnswer = z.infer<typeof csvAnswer>;

/** A cell that a spreadsheet would run as a formula is quoted with an apostrophe first (T93). */
const FORMULA = /^'*[=+\-@\t\r]/;

/** One CSV file (RFC 4180) with a header row. Times as ISO instants, objects as JSON. */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const heading = Object.fromEntries(columns.map((column) => [column, column]));
  return csvLines(columns, [heading, ...rows]);
}

/** Lines of such a file, each ended, so that one can be sent piece by piece. */
export function csvLines(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.map((row) => `${columns.map((column) => cell(row[column])).join(",")}\r\n`).join("");
}

/** What was put before a cell, for a spreadsheet to leave it alone, comes off again when it is read. */
const QUOTED_FORMULA = /^'(?='*[=+\-@\t\r])/;

/**
 * The cells of a CSV file (RFC 4180, a byte order mark and bare line feeds borne), as they were before `toCsv`. Null when a
 * quote is left open. Empty lines fall away; each row keeps the number of its line, for what is said of it.
 */
export function parseCsv(csv: string): { line: number; cells: string[] }[] | null {
  const rows: { line: number; cells: string[] }[] = [];
  const text = csv.replace(/^\uFEFF/, "");
  const piece = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|\r|$)/y;
  let line = 1;
  let row: { line: number; cells: string[] } = { line, cells: [] };
  while (piece.lastIndex < text.length || row.cells.length > 0) {
    const [whole, raw = "", end = ""] = piece.exec(text) ?? [];
    if (whole === undefined) return null;
    const cell = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw;
    row.cells.push(cell.replace(QUOTED_FORMULA, ""));
    line += whole.split(/\r\n|\r|\n/).length - 1;
    if (end === ",") continue;
    if (row.cells.some((each) => each !== "")) rows.push(row);
    row = { line, cells: [] };
    if (end === "") break;
  }
  return rows;
}

function cell(value: unknown): string {
  const text = textOf(value);
  const harmless = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n\t]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
