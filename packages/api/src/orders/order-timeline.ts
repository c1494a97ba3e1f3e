import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { readOrder } from "./order.ts";
import type { TimelineEntry } from "./schemas.ts";

type Row = {
  at: string;
  source: TimelineEntry["source"];
  id: string;
  what: string;
  state: string | null;
  details: Record<string, unknown> | null;
};

const MOST_ENTRIES = 500;

/**
 * Everything that happened to one order, oldest first: who did what, what the gateway said, what was asked of it, the
 * jobs and mails that followed, and its entries in the books. Throws `OrderNotFound`.
 */
export async function orderTimeline(ctx: Context, orderId: string): Promise<{ items: TimelineEntry[] }> {
  const order = await readOrder(ctx, orderId);
  const rows = await ctx.db.execute<Row>(sql`
    select at, source, id, what, state, details from (
      select created_at as at, 'audit' as source, id, action as what, actor_kind::text as state,
        jsonb_build_object('actor', actor_id, 'before', before, 'after', after) as details
      from audit_entries where (subject_kind = 'order' and subject_id = ${order.id}) or correlation_id = ${order.correlationId}
      union all
      select received_at, 'webhook', event_id, type,
        case when handled_at is not null then coalesce(outcome, 'handled') when dead_at is not null then 'dead' else 'waiting' end,
        jsonb_build_object('gateway', gateway, 'deliveries', deliveries, 'attempts', attempts, 'lastError', last_error)
      from inbox_events where order_id = ${order.id}
      union all
      select created_at, 'job', id, job,
        case when done_at is not null then 'done' when dead_at is not null then 'dead' else 'waiting' end,
        jsonb_build_object('attempts', attempts, 'lastError', last_error, 'doneAt', done_at)
      from outbox where correlation_id = ${order.correlationId}
      union all
      select created_at, 'mail', id, template, status::text, jsonb_build_object('sentAt', sent_at, 'lastError', last_error)
      from mails where correlation_id = ${order.correlationId}
      union all
      select created_at, 'gateway_call', id, kind::text, status::text,
        jsonb_build_object('gateway', gateway, 'attempts', attempts, 'lastError', last_error)
      from gateway_calls where subject_id = ${order.id}
      union all
      select e.recorded_at, 'ledger', e.id, e.kind, null, jsonb_build_object('subject', e.subject)
      from ledger_entries e
      where e.subject in (select p.id from payments p where p.order_id = ${order.id}
        union select r.id from refunds r where r.order_id = ${order.id}
        union select d.id from disputes d where d.order_id = ${order.id})
    ) as happened order by at, id limit ${MOST_ENTRIES}`);
  return { items: rows.map((row) => ({ ...row, at: new Date(row.at) })) };
}
