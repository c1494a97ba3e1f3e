import { tables } from "@stoa/db";
import { type Page, toPage } from "@stoa/kit";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { PayoutNotFound } from "./errors.ts";
import { mayApprove } from "./policy.ts";
import { after, ownPayoutOf } from "./read-own.ts";
import type { ListPayoutsInput, PayoutDetail, PayoutRow, PayoutTimelineEntry } from "./schemas.ts";

const { payoutAccounts, payoutPayees, payouts, users } = tables;

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** All payouts for staff, the newest first. */
export async function listPayouts(ctx: Context, input: ListPayoutsInput): Promise<Page<PayoutRow>> {
  const where = and(
    input.status ? eq(payouts.status, input.status) : undefined,
    input.batchId ? eq(payouts.batchId, input.batchId) : undefined,
    after(input.cursor),
  );
  const rows = await rowsOf(ctx, where, input.limit + 1);
  const page = toPage(rows, input.limit, ({ payout }) => [payout.createdAt.toISOString(), payout.id]);
  return { items: page.items.map(toRow), nextCursor: page.nextCursor };
}

/** One payout for staff, with everything that happened to it. Throws `PayoutNotFound`. */
export async function getPayout(ctx: Context, payoutId: string): Promise<PayoutDetail> {
  const [row] = await rowsOf(ctx, eq(payouts.id, payoutId), 1);
  if (!row) throw new PayoutNotFound(payoutId);
  const { requestedBy, gatewayPayoutId, status } = row.payout;
  return {
    ...toRow(row),
    gatewayPayoutId,
    mayApprove: status === "requested" && mayApprove(ctx.actor.id, { requestedBy, payeeUserId: row.payee.userId }),
    timeline: await timelineOf(ctx, payoutId),
  };
}

function rowsOf(ctx: Context, where: SQL | undefined, limit: number) {
  return ctx.db
    .select({
      payout: payouts,
      hint: payoutAccounts.hint,
      payee: payoutPayees,
      name: users.name,
      email: users.email,
      requestedBy: nameOf(sql`"payouts"."requested_by"`),
      approvedBy: nameOf(sql`"payouts"."approved_by"`),
    })
    .from(payouts)
    .innerJoin(payoutPayees, eq(payoutPayees.id, payouts.payeeId))
    .innerJoin(payoutAccounts, eq(payoutAccounts.id, payouts.accountId))
    .innerJoin(users, eq(users.id, payoutPayees.userId))
    .where(where)
    .orderBy(desc(payouts.createdAt), desc(payouts.id))
    .limit(limit);
}

const nameOf = (userId: SQL) => sql<string | null>`(select n.name from users n where n.id = ${userId})`;

function toRow({ payout, payee, hint, name, email, requestedBy, approvedBy }: Row): PayoutRow {
  const { batchId, attempts } = payout;
  return {
    ...ownPayoutOf(payout, hint),
    payeeId: payee.id,
    payeeKind: payee.kind,
    payeeSubjectId: payee.subjectId,
    payeeName: name,
    payeeEmail: email,
    batchId,
    requestedBy,
    approvedBy,
    attempts,
  };
}

const MOST_ENTRIES = 300;

type TimelineRow = { [column: string]: unknown } & Omit<PayoutTimelineEntry, "at"> & { at: string };

/** Who did what, what was asked of the gateway, the jobs that followed, and the entries in the books; oldest first. */
async function timelineOf(ctx: Context, payoutId: string): Promise<PayoutTimelineEntry[]> {
  const rows = await ctx.db.execute<TimelineRow>(sql`
    select at, source, id, what, state, details from (
      select created_at as at, 'audit' as source, id, action as what, actor_kind::text as state,
        jsonb_build_object('actor', actor_id, 'before', before, 'after', after) as details
      from audit_entries where subject_kind = 'payout' and subject_id = ${payoutId}
      union all
      select created_at, 'gateway_call', id, kind::text, status::text,
        jsonb_build_object('gateway', gateway, 'attempts', attempts, 'lastError', last_error, 'outcome', outcome)
      from gateway_calls where subject_id = ${payoutId}
      union all
      select e.recorded_at, 'ledger', e.id, e.kind, null, jsonb_build_object('subject', e.subject)
      from ledger_entries e where e.id in (
        select t.entry_id from ledger_transfers t join payouts o on o.id = ${payoutId}
        where t.id = o.hold_id or t.pending_id = o.hold_id
        union select entry.id from ledger_entries entry where entry.subject = ${payoutId})
    ) as happened order by at, id limit ${MOST_ENTRIES}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
