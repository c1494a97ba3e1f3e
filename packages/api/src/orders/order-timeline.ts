import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import { type Order, readOrder } from "./order.ts";
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
 * jobs and mails that followed, and its entries in the books. Joined by what the server wrote of the order; the correlation
 * id only spares reading the rest of a table, for a client may send any. Throws `OrderNotFound`.
 */
export async function orderTimeline(ctx: Context, orderId: string): Promise<{ items: TimelineEntry[] }> {
  const order = await readOrder(ctx, orderId);
  const rows = await ctx.db.execute<Row>(sql`
    ${aboutOrder(order)}
    select at, source, id, what, state, details from (
      select created_at as at, 'audit' as source, a.id, action as what, actor_kind::text as state,
        jsonb_build_object('actor', actor_id, 'before', before, 'after', after) as details
      from audit_entries a join about on a.subject_kind = about.kind and a.subject_id = about.id
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
        and (payload->>'orderId' = ${order.id} or payload->>'syncId' in (select id from about) or payload->>'refundId' in (select id from about)
          or payload->>'mailId' in (select id from order_mails))
      union all
      select created_at, 'mail', id, template, status::text, jsonb_build_object('sentAt', sent_at, 'lastError', last_error)
      from order_mails
      union all
      select created_at, 'gateway_call', id, kind::text, status::text,
        jsonb_build_object('gateway', gateway, 'attempts', attempts, 'lastError', last_error)
      from gateway_calls where subject_id in (select id from about)
      union all
      select e.recorded_at, 'ledger', e.id, e.kind, null, jsonb_build_object('subject', e.subject)
      from ledger_entries e
      where e.subject in (select id from about)
    ) as happened order by at, id limit ${MOST_ENTRIES}`);
  return { items: rows.map((row) => ({ ...row, at: new Date(row.at) })) };
}

/** What belongs to an order, by kind and id as the audit names it, and the mails that were about any of it. */
function aboutOrder({ id, userId, emailNormalised }: Order): SQL {
  return sql`with about (kind, id) as materialized (
    select 'order', ${id}::text
    union all select 'payment', p.id from payments p where p.order_id = ${id}
    union all select 'refund', r.id from refunds r where r.order_id = ${id}
    union all select 'dispute', d.id from disputes d where d.order_id = ${id}
    union all select 'lms_sync', s.id from lms_syncs s where s.order_id = ${id}
    union all select 'entitlement', t.id from entitlements t join order_lines l on l.id = t.source_id where l.order_id = ${id}
    union all select 'enrolment', n.id from enrolments n join order_lines l on l.kind = 'course' and l.subject_id = n.course_id
      where l.order_id = ${id} and (n.user_id = ${userId} or n.email_normalised = ${emailNormalised})
  ), order_mails as materialized (
    select m.* from mails m where substring(m.dedupe_key from '[^:]*$') in (select about.id from about)
  )`;
}
