import { tables } from "@stoa/db";
import { currency, type Money, money } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import { sql } from "drizzle-orm";
import type { TxContext } from "../platform/context.ts";
import { feesPostings } from "./postings.ts";
import type { Run } from "./runs.ts";

const { gatewayFees } = tables;

/**
 * Books what the gateway kept of the payments of a stored statement, each payment's once: one entry for all of a run, in
 * each currency that the gateway settles in.
 */
export async function bookFees(ctx: TxContext, run: Run): Promise<Money[]> {
  const sums = await ctx.db.execute<{ currency: string; amount: string }>(sql`
    with booked as (
      insert into ${gatewayFees} (payment_id, reconciliation_id, amount_minor, currency)
      select p.id, ${run.id}, t.fee_minor, t.fee_currency
      from statement_lines t
      join payments p on p.gateway = ${run.gateway} and p.gateway_payment_id = t.gateway_ref
      where t.reconciliation_id = ${run.id} and t.subject = 'payment' and t.fee_minor > 0
        and t.status = 'succeeded' and p.status = 'succeeded'
      on conflict (payment_id) do nothing
      returning currency, amount_minor)
    select currency, sum(amount_minor) as amount from booked group by currency order by currency`);
  const fees = sums.map((sum) => money(Number(sum.amount), currency(sum.currency)));
  if (fees.length > 0) {
    await postEntry(ctx, { kind: "gateway_fees", subject: run.id, transfers: feesPostings(run.gateway, fees) });
  }
  return fees;
}
