import { decimalString } from "@stoa/kit";
import { account, statement } from "@stoa/ledger";
import type { UserActor } from "../platform/actor.ts";
import type { Context } from "../platform/context.ts";
import { toCsv } from "../platform/csv.ts";
import { ownAffiliate } from "./affiliate.ts";
import type { StatementInput, StatementView } from "./schemas.ts";

/** What one statement holds; a longer period is asked for in parts. */
export const STATEMENT_LINES_MAX = 5_000;

/** What moved on the signed-in affiliate's balance in a period, as the books have it. */
export async function readStatement(
  ctx: Context & { actor: UserActor },
  { currency, from, until }: StatementInput,
): Promise<StatementView> {
  const { id } = await ownAffiliate(ctx);
  const { opening, closing, items, nextCursor } = await statement(ctx, {
    address: account.affiliatePayable(id),
    currency,
    from,
    to: until,
    limit: STATEMENT_LINES_MAX,
  });
  const lines = items.map((line) => ({
    at: line.effectiveAt,
    code: line.code,
    subject: line.subject,
    amount: { ...line.amount, amount: line.side === "credit" ? line.amount.amount : -line.amount.amount },
    balance: line.balance,
  }));
  return { opening, closing, lines, complete: nextCursor === null };
}

/** The same as a file for a spreadsheet, in which nothing can run (T93). */
export async function statementCsv(ctx: Context & { actor: UserActor }, input: StatementInput) {
  const { lines, complete } = await readStatement(ctx, input);
  const rows = lines.map(({ at, code, subject, amount, balance }) => ({
    at,
    code,
    subject,
    amount: Number(decimalString(amount)),
    balance: Number(decimalString(balance)),
    currency: amount.currency,
  }));
  return {
    filename: `${fileName(input)}.csv`,
    csv: toCsv(["at", "code", "subject", "amount", "balance", "currency"], rows),
    complete,
  };
}

export function fileName({ currency, from, until }: StatementInput): string {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return `stoa-commission-${currency.toLowerCase()}-${day(from)}-${day(until)}`;
}
