import { decodeCursor, encodeCursor, type Money, money, only } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { AccountRef } from "./balance.ts";
import { declarationOf, type Side } from "./chart.ts";
import type { LedgerContext } from "./ledger-context.ts";

/** A period is half-open: from the first instant, up to but without the last. Times are those of the events. */
export interface StatementRequest extends AccountRef {
  from: Date;
  to: Date;
  limit: number;
  cursor?: string;
}

export interface StatementLine {
  transferId: string;
  entryId: string;
  kind: string;
  subject: string;
  code: string;
  side: Side;
  /** The account on the transfer's other side. */
  counterpart: string;
  amount: Money;
  effectiveAt: Date;
  recordedAt: Date;
  /** What stood on the account, on its normal side, after this line. */
  balance: Money;
}

export interface Statement extends AccountRef {
  opening: Money;
  closing: Money;
  items: StatementLine[];
  nextCursor: string | null;
}

/** What moved on an account in a period, line by line with the running balance; holds appear when they are posted. */
export async function statement(ctx: Pick<LedgerContext, "db">, request: StatementRequest): Promise<Statement> {
  const { address, currency, limit } = request;
  const after = request.cursor === undefined ? null : positionFrom(request.cursor);
  const sums = await ctx.db.execute<{ opening: string; closing: string; carried: string }>(sql`
    with line as (${lines(request)})
    select coalesce(sum(minor) filter (where effective_at < ${iso(request.from)}), 0) as opening, coalesce(sum(minor), 0) as closing,
      coalesce(sum(minor) filter (where ${after ? isUpTo(after) : sql`effective_at < ${iso(request.from)}`}), 0) as carried
    from line`);
  const totals = only(sums);
  const rows = await ctx.db.execute<LineRow>(sql`
    with line as (${lines(request)})
    select line.*, e.kind, e.subject, e.recorded_at from line join ledger_entries e on e.id = line.entry_id
    where line.effective_at >= ${iso(request.from)} ${after ? sql`and not ${isUpTo(after)}` : sql``}
    order by line.effective_at, line.entry_id, line.position limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  let running = Number(totals.carried);
  const items = page.map((row) => {
    running += Number(row.minor);
    return lineFrom(row, money(running, currency));
  });
  const last = page.at(-1);
  return {
    address,
    currency,
    opening: money(Number(totals.opening), currency),
    closing: money(Number(totals.closing), currency),
    items,
    nextCursor: rows.length > limit && last ? encodeCursor([last.at, last.entry_id, last.position]) : null,
  };
}

/** Every posted movement of the account before the period's end; `minor` is signed on its normal side. */
function lines({ address, currency, to }: StatementRequest) {
  const side = (name: Side) => {
    const [own, other] = name === "debit" ? ["debit_address", "credit_address"] : ["credit_address", "debit_address"];
    const sign = declarationOf(address).normalSide === name ? 1 : -1;
    return sql`
      select id, entry_id, position, code, effective_at, ${name}::text as side, ${sql.identifier(other)} as counterpart,
        amount_minor, ${sql.raw(String(sign))} * amount_minor as minor, to_char(effective_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from ledger_transfers
      where ${sql.identifier(own)} = ${address} and currency = ${currency} and state in ('posted', 'post_pending') and effective_at < ${iso(to)}`;
  };
  return sql`${side("debit")} union all ${side("credit")}`;
}

interface Position {
  at: string;
  entryId: string;
  position: number;
}

function positionFrom(cursor: string): Position {
  const [at, entryId, position] = decodeCursor(cursor, ["instant", "text", "integer"]);
  return { at, entryId, position };
}

function isUpTo({ at, entryId, position }: Position) {
  return sql`(line.effective_at, line.entry_id, line.position) <= (${at}::timestamptz, ${entryId}::text, ${position}::int)`;
}

interface LineRow {
  [column: string]: unknown;
  id: string;
  entry_id: string;
  position: number;
  kind: string;
  subject: string;
  code: string;
  side: Side;
  counterpart: string;
  amount_minor: string;
  minor: string;
  at: string;
  recorded_at: string;
}

function lineFrom(row: LineRow, balance: Money): StatementLine {
  return {
    transferId: row.id,
    entryId: row.entry_id,
    kind: row.kind,
    subject: row.subject,
    code: row.code,
    side: row.side,
    counterpart: row.counterpart,
    amount: money(Number(row.amount_minor), balance.currency),
    effectiveAt: new Date(row.at),
    recordedAt: new Date(row.recorded_at),
    balance,
  };
}

const iso = (date: Date) => sql`${date.toISOString()}::timestamptz`;
