import { tables, withTransaction } from "@stoa/db";
import { eq, sql } from "drizzle-orm";
import type { Context, TxContext } from "../platform/context.ts";
import type { StatementLine } from "./read-statement.ts";
import type { Run } from "./runs.ts";
import { pairs } from "./statement-pairs.ts";

const { statementLines } = tables;

/** Lines sent with one statement; a day of any shop is one. */
const LINES_AT_ONCE = 200_000;

/** One side's word; null where that side knows nothing. */
export interface Word {
  status: string;
  amountMinor: number;
  currency: string;
}

/** A difference between the gateway's statement and the books. */
export interface Difference {
  subject: StatementLine["subject"];
  gatewayRef: string;
  orderId: string | null;
  occurredAt: Date;
  here: Word | null;
  there: Word | null;
}

export interface Comparison {
  differences: Difference[];
  /** Said alike by both sides. */
  matched: number;
  /** Other business of the same gateway account. */
  foreign: number;
}

/** Puts a statement beside the books, in place of what an earlier try of the same run had put there. */
export async function storeStatement(ctx: Context, run: Run, lines: readonly StatementLine[]): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    await takeTime(tx);
    await dropStatement(tx, run);
    for (let begin = 0; begin < lines.length; begin += LINES_AT_ONCE) {
      const rows = lines.slice(begin, begin + LINES_AT_ONCE).map(asRow);
      await tx.db.execute(sql`
        insert into ${statementLines} (reconciliation_id, subject, gateway_ref, payment_ref, order_id, status, amount_minor,
          currency, fee_minor, fee_currency, occurred_at)
        select ${run.id}, subject, gateway_ref, payment_ref, order_id, status, amount_minor, currency, fee_minor, fee_currency, occurred_at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as line(subject finding_subject, gateway_ref text,
          payment_ref text, order_id text, status text, amount_minor bigint, currency char(3), fee_minor bigint, fee_currency char(3),
          occurred_at timestamptz)
        on conflict do nothing`);
    }
  });
}

export async function dropStatement(ctx: TxContext, run: Run): Promise<void> {
  await ctx.db.delete(statementLines).where(eq(statementLines.reconciliationId, run.id));
}

/**
 * Compares a stored statement with payments, refunds and disputes, whatever their number in two statements. Money counts:
 * a payment or refund that neither side says has succeeded is no difference.
 */
export async function compareStatement(ctx: Context, run: Run): Promise<Comparison> {
  return withTransaction(ctx, async (tx) => {
    await takeTime(tx);
    const rows = await tx.db.execute<DifferenceRow>(sql`
      with ${pairs(run)}
      select * from pairs where ours and differs order by occurred_at, gateway_ref`);
    const [counted] = await tx.db.execute<{ matched: number; foreign: number }>(sql`
      with ${pairs(run)}
      select count(*) filter (where ours and not differs and (there_status = 'succeeded' or subject = 'dispute'))::int as matched,
        count(*) filter (where not ours)::int as "foreign" from pairs`);
    return { differences: rows.map(asDifference), matched: counted?.matched ?? 0, foreign: counted?.foreign ?? 0 };
  });
}

/** A statement of a large shop takes longer than a request may. Nobody waits for these rows. */
export async function takeTime(ctx: TxContext): Promise<void> {
  await ctx.db.execute(sql`set local statement_timeout = '120s'`);
}

type DifferenceRow = {
  subject: Difference["subject"];
  gateway_ref: string;
  order_id: string | null;
  occurred_at: string | Date;
  here_status: string | null;
  here_minor: string | null;
  here_currency: string | null;
  there_status: string | null;
  there_minor: string | null;
  there_currency: string | null;
};

function asRow(line: StatementLine) {
  return {
    subject: line.subject,
    gateway_ref: line.gatewayRef,
    payment_ref: line.paymentRef,
    order_id: line.orderId,
    status: line.status,
    amount_minor: line.amountMinor,
    currency: line.currency,
    fee_minor: line.feeMinor,
    fee_currency: line.feeCurrency,
    occurred_at: line.occurredAt.toISOString(),
  };
}

function asDifference(row: DifferenceRow): Difference {
  return {
    subject: row.subject,
    gatewayRef: row.gateway_ref,
    orderId: row.order_id,
    occurredAt: new Date(row.occurred_at),
    here: wordOf(row.here_status, row.here_minor, row.here_currency),
    there: wordOf(row.there_status, row.there_minor, row.there_currency),
  };
}

function wordOf(status: string | null, minor: string | null, currency: string | null): Word | null {
  return status === null ? null : { status, amountMinor: Number(minor), currency: currency ?? "" };
}
