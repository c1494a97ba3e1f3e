import { type SQL, sql } from "drizzle-orm";
import { DISPUTE_STATE_HERE } from "./dispute-state.ts";
import type { Run } from "./runs.ts";

/**
 * `pairs`: each payment, refund and dispute of the window with both sides' words; and each dispute that is open here,
 * however long ago it was opened, because it is decided months later. To be said after `with`.
 */
export function pairs({ id, gateway, windowFrom, windowTo }: Run): SQL {
  const within = (at: SQL) => sql`${at} >= ${windowFrom.toISOString()} and ${at} < ${windowTo.toISOString()}`;
  const payment = sql`'payment'::finding_subject as subject, p.gateway_payment_id as ref, p.order_id, p.status::text,
    p.amount_minor, p.currency, p.occurred_at`;
  const refund = sql`'refund'::finding_subject as subject, r.gateway_refund_id as ref, r.order_id, r.status::text,
    r.amount_minor, r.currency, r.created_at as occurred_at`;
  const dispute = sql`'dispute'::finding_subject as subject, d.gateway_dispute_id as ref, d.order_id, ${DISPUTE_STATE_HERE} as status,
    d.amount_minor, d.currency, d.created_at as occurred_at`;
  return sql`
    told as (select * from statement_lines where reconciliation_id = ${id}),
    books as (
      select ${payment} from payments p where p.gateway = ${gateway} and ${within(sql`p.occurred_at`)}
      union
      select ${payment} from payments p join told t on t.subject = 'payment' and t.gateway_ref = p.gateway_payment_id
        where p.gateway = ${gateway}
      union
      select ${refund} from refunds r
        where r.gateway = ${gateway} and r.gateway_refund_id is not null and ${within(sql`r.created_at`)}
      union
      select ${refund} from refunds r join told t on t.subject = 'refund' and t.gateway_ref = r.gateway_refund_id
        where r.gateway = ${gateway}
      union
      select ${dispute} from disputes d
        where d.gateway = ${gateway} and (${within(sql`d.created_at`)} or d.status = 'open' and d.created_at < ${windowTo.toISOString()})
      union
      select ${dispute} from disputes d join told t on t.subject = 'dispute' and t.gateway_ref = d.gateway_dispute_id
        where d.gateway = ${gateway}),
    pairs as (
      select coalesce(b.subject, t.subject) as subject, coalesce(b.ref, t.gateway_ref) as gateway_ref,
        coalesce(b.order_id, t.order_id, p.order_id, tp.order_id) as order_id, coalesce(t.occurred_at, b.occurred_at) as occurred_at,
        b.status as here_status, b.amount_minor as here_minor, b.currency as here_currency,
        t.status as there_status, t.amount_minor as there_minor, t.currency as there_currency,
        b.ref is not null or p.id is not null or (coalesce(t.order_id, tp.order_id) like 'ord\\_%') is true as ours,
        case when coalesce(b.subject, t.subject) = 'dispute'
          then (b.status, b.amount_minor, b.currency) is distinct from (t.status, t.amount_minor, t.currency)
          else coalesce(b.status = 'succeeded', false) <> coalesce(t.status = 'succeeded', false)
            or coalesce(b.status = 'succeeded' and (b.amount_minor, b.currency) <> (t.amount_minor, t.currency), false)
          end as differs
      from books b full join told t on t.subject = b.subject and t.gateway_ref = b.ref
      left join payments p on p.gateway = ${gateway} and p.gateway_payment_id = t.payment_ref
      left join told tp on tp.subject = 'payment' and tp.gateway_ref = t.payment_ref
      where ${within(sql`coalesce(t.occurred_at, b.occurred_at)`)} or b.subject = 'dispute' and b.status in ('open', 'warning'))`;
}
