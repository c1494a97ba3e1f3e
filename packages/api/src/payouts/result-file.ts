import { CURRENCIES, type Money, minorOf } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";
import { type FileFault, readCsvTable } from "../platform/csv-table.ts";

/** What one file may hold: all of it is one transaction. */
export const RESULTS_MAX = 500;

const COLUMNS = ["payout", "outcome", "amount", "currency", "on", "reference", "reason"] as const;
const NEEDED = ["payout", "outcome", "amount", "currency", "on", "reference"] as const;

const result = z.object({
  payout: z.string().regex(/^pyt_[0-9a-z]{26}$/, "is not a payout’s id"),
  outcome: z.enum(["paid", "returned"], "is neither paid nor returned"),
  amount: z.custom<Money>((value) => value !== null, "is no amount of that currency"),
  on: z.iso.date("is no day as in 2027-01-31").transform((day) => new Date(`${day}T00:00:00.000Z`)),
  reference: plainText({ min: 3, max: 100 }),
  reason: plainText({ max: 300 }).nullable(),
});

/** What a bank says became of a payout. */
export interface ResultLine extends z.infer<typeof result> {
  line: number;
}

/** Every result of a file and everything that is wrong in it. Pure: no payout is looked up here. */
export function readResultFile(csv: string): { lines: ResultLine[]; faults: FileFault[] } {
  const shape = { columns: COLUMNS, needed: NEEDED, rowsMax: RESULTS_MAX, rowsAre: "results" };
  const { rows, faults } = readCsvTable<(typeof COLUMNS)[number]>(csv, shape);
  const lines: ResultLine[] = [];
  for (const { line, cell } of rows) {
    const parsed = result.safeParse({
      payout: cell("payout"),
      outcome: cell("outcome"),
      amount: amountOf(cell("amount"), cell("currency")),
      on: cell("on"),
      reference: cell("reference"),
      reason: cell("reason") || null,
    });
    if (parsed.success) lines.push({ line, ...parsed.data });
    else faults.push(...parsed.error.issues.map(({ path, message }) => ({ line, column: String(path[0]), message })));
  }
  return { lines, faults };
}

function amountOf(typed: string, code: string): Money | null {
  const currency = CURRENCIES.find((each) => each === code);
  const amount = currency === undefined ? null : minorOf(typed, currency);
  return currency === undefined || amount === null ? null : { amount, currency };
}
