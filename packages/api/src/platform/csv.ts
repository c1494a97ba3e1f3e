/**
 * A cell that a spreadsheet would run as a formula is quoted with an apostrophe first (T93); also one that begins with
 * the wide signs of East Asian keyboards, which are taken for the same.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

/** One CSV file (RFC 4180) with a header row. Times as ISO instants, objects as JSON. */
export function toCsv(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  const heading = Object.fromEntries(columns.map((column) => [column, column]));
  return csvLines(columns, [heading, ...rows]);
}

/** Lines of such a file, each ended, so that one can be sent piece by piece. */
export function csvLines(columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]): string {
  return rows.map((row) => `${columns.map((column) => cell(row[column])).join(",")}\r\n`).join("");
}

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
    row.cells.push(asWritten(cell));
    line += whole.split(/\r\n|\r|\n/).length - 1;
    if (end === ",") continue;
    if (row.cells.some((each) => each !== "")) rows.push(row);
    row = { line, cells: [] };
    if (end === "") break;
  }
  return rows;
}

/** What was put before a cell, for a spreadsheet to leave it alone, comes off again when it is read. */
function asWritten(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
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
