import { z } from "zod";

/** A file of rows, as a procedure answers with it. */
export const csvAnswer = z.object({
  filename: z.string(),
  csv: z.string(),
  complete: z.boolean().describe("False when there were more rows than one file holds; narrow the filter."),
});
export type CsvAnswer = z.infer<typeof csvAnswer>;

/** A cell that a spreadsheet would run as a formula is quoted with an apostrophe first (T93). */
const FORMULA = /^[=+\-@\t\r]/;

/** One CSV file (RFC 4180) with a header row. Times as ISO instants, objects as JSON. */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const lines = [columns.map(cell), ...rows.map((row) => columns.map((column) => cell(row[column])))];
  return `${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
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
