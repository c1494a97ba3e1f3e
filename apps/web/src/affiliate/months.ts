import { CURRENCIES, type Currency } from "@stoa/kit";

/** The months (UTC) from a moment up to now, the newest first: `2026-11`. */
export function monthsSince(from: Date, now: Date): string[] {
  const months: string[] = [];
  for (const month = startOf(now); month >= startOf(from); month.setUTCMonth(month.getUTCMonth() - 1)) {
    months.push(month.toISOString().slice(0, 7));
  }
  return months;
}

export interface StatementFile {
  currency: Currency;
  from: Date;
  until: Date;
  kind: "pdf" | "csv";
}

/** What the name of a statement's file asks for: `2026-11-EUR.pdf`. Null for every other name. */
export function statementFile(name: string): StatementFile | null {
  const [, month, code, kind] = /^(\d{4}-(?:0[1-9]|1[0-2]))-([A-Z]{3})\.(pdf|csv)$/.exec(name) ?? [];
  const currency = CURRENCIES.find((each) => each === code);
  if (month === undefined || currency === undefined || (kind !== "pdf" && kind !== "csv")) return null;
  const from = new Date(`${month}-01T00:00:00Z`);
  const until = new Date(from);
  until.setUTCMonth(from.getUTCMonth() + 1);
  return { currency, from, until, kind };
}

function startOf(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth()));
}
