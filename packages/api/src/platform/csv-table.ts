import type { FieldIssue } from "@stoa/kit";
import { z } from "zod";
import { parseCsv } from "./csv.ts";

/** Something wrong in a file: where, and what. Line 1 is the heading. */
export const fileFault = z.object({ line: z.number().int(), column: z.string().nullable(), message: z.string() });
export type FileFault = z.infer<typeof fileFault>;

/** A row under a heading; a cell that is not there is empty. */
export interface TableRow<Column extends string> {
  line: number;
  cell: (column: Column) => string;
}

interface TableShape<Column extends string> {
  columns: readonly Column[];
  needed: readonly Column[];
  /** Headings that may be there and say nothing to whoever reads the file. */
  passedOver?: readonly string[];
  rowsMax: number;
  /** What a row is one of, as in `coupons`. */
  rowsAre: string;
}

/** The rows of a file with a heading, and what is wrong with its form. With a fault in the heading nothing else is read. */
export function readCsvTable<Column extends string>(
  csv: string,
  shape: TableShape<Column>,
): { rows: TableRow<Column>[]; faults: FileFault[] } {
  const [heading, ...rows] = parseCsv(csv) ?? [];
  if (!heading) return { rows: [], faults: [{ line: 1, column: null, message: "is no CSV file, or an empty one" }] };
  const faults = faultsOfHeading(heading.cells, shape);
  const { rowsMax, rowsAre } = shape;
  if (rows.length === 0) faults.push({ line: 2, column: null, message: `has no ${rowsAre}` });
  if (rows.length > rowsMax)
    faults.push({ line: rows[rowsMax]?.line ?? 1, column: null, message: `is beyond ${rowsMax} ${rowsAre}` });
  if (faults.length > 0) return { rows: [], faults };
  const whole = rows.filter(({ line, cells }) => {
    const fits = cells.length === heading.cells.length;
    const message = `has ${cells.length} cells under ${heading.cells.length} headings`;
    if (!fits) faults.push({ line, column: null, message });
    return fits;
  });
  const cellsOf = (cells: readonly string[]) =>
    new Map(heading.cells.map((name, at) => [name, cells[at]?.trim() ?? ""]));
  return {
    rows: whole.map(({ line, cells }) => {
      const named = cellsOf(cells);
      return { line, cell: (column) => named.get(column) ?? "" };
    }),
    faults,
  };
}

/** A fault as the refusal of a whole file names it. */
export function issueOf({ line, column, message }: FileFault): FieldIssue {
  return { path: column === null ? `line ${line}` : `line ${line}, ${column}`, message };
}

function faultsOfHeading(names: readonly string[], shape: TableShape<string>): FileFault[] {
  const known = [...shape.columns, ...(shape.passedOver ?? [])];
  const fault = (column: string, message: string) => ({ line: 1, column, message });
  return [
    ...names.filter((name) => !known.includes(name)).map((name) => fault(name, `is no column of ${shape.rowsAre}`)),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => fault(name, "is there twice")),
    ...shape.needed.filter((name) => !names.includes(name)).map((name) => fault(name, "is missing")),
  ];
}
