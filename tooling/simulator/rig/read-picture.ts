import type postgres from "postgres";
import { DOMAINS } from "../domains.ts";

/**
 * One line a fact, in the words of `model/picture.ts`. Sales are one account here: how an amount is split is the ledger's own
 * test. Balances are read where the ledger writes them; that its view of them says the same is one of its invariants.
 */
const PICTURE = `
  select concat_ws(' ', 'person', id, email_normalised, case when email_verified_at is not null then 'verified' end,
    case when blocked_at is not null then 'blocked' end) as line from users where email_normalised like $1
  union all
  select concat_ws(' ', 'course', id, price_minor, currency, status, 'in ' || lms_course,
    case when deleted_at is not null then 'deleted' end) from courses
  union all
  select concat_ws(' ', 'order', id, status, total_minor, currency, 'refunded', refunded_minor, 'of',
    coalesce(user_id, email_normalised), 'invoice', coalesce(regexp_replace(invoice_number, '^.*-(\\d{4})-0*', '\\1/'), 'none'),
    'at', coalesce(gateway_checkout_id, 'none'), 'with ' || (select code from coupons c where c.id = coupon_id)) from orders
  union all
  select concat_ws(' ', 'line', order_id, subject_id, total_minor, 'tax', tax_minor, 'off', discount_minor,
    'undone', (select coalesce(sum(b.net_minor + b.tax_minor), 0) from refund_lines b where b.line_id = order_lines.id),
    case when fulfilled_at is not null then 'given' end, case when reversed_at is not null then 'back' end) from order_lines
  union all
  select concat_ws(' ', 'payment', gateway_payment_id, status, amount_minor, currency, 'refunded', refunded_minor, 'lost', lost_minor, 'for',
    coalesce(order_id, 'nobody')) from payments
  union all
  select concat_ws(' ', 'refund', coalesce(r.gateway_refund_id, r.id), r.status, r.amount_minor, 'of', p.gateway_payment_id)
    from refunds r join payments p on p.id = r.payment_id
  union all
  select concat_ws(' ', 'credit note', regexp_replace(n.number, '^.*-(\\d{4})-0*', '\\1/'), 'of', n.order_id, sum(b.net_minor + b.tax_minor),
    'tax', sum(b.tax_minor)) from credit_notes n join refund_lines b on b.refund_id = n.refund_id or b.dispute_id = n.dispute_id
    group by n.number, n.order_id
  union all
  select concat_ws(' ', 'dispute', d.gateway_dispute_id, d.status, d.amount_minor, 'of', p.gateway_payment_id)
    from disputes d join payments p on p.id = d.payment_id
  union all
  select concat_ws(' ', 'review', p.gateway_payment_id, r.reason, coalesce(regexp_replace(r.resolution, ':.*', ''), 'open'))
    from order_reviews r left join payments p on r.dedupe_key = 'payment:' || p.id
  union all
  select concat_ws(' ', 'right', l.order_id, e.subject_id, 'of', coalesce(e.user_id, e.email_normalised),
    case when e.ended_at is null then 'live' else 'ended' end)
    from entitlements e left join order_lines l on l.id = e.source_id
  union all
  select concat_ws(' ', 'enrolment', course_id, 'of', coalesce(user_id, email_normalised), status) from enrolments
  union all
  select concat_ws(' ', 'balance', account, currency, sum(posted)) from (
    select case when split_part(address, '/', 1) in ('revenue', 'tax') then 'income' else address end as account, currency,
      debits_posted - credits_posted as posted from (
        select address, currency, debits_posted, credits_posted from ledger_balances
        union all
        select m.address, m.currency, m.debits_posted, m.credits_posted
          from ledger_movements m join ledger_accounts a using (address, currency) where not a.tracked) moved) balances
    group by account, currency having sum(posted) <> 0
  union all
  select concat_ws(' ', 'mail', m.template, coalesce(p.gateway_payment_id, split_part(m.dedupe_key, ':', 2)))
    from mails m left join payments p on m.dedupe_key = 'payment-held:' || p.id
    where m.template in ('order-receipt', 'checkout-expired', 'payment-held-for-review')`;

const WHOLE = [PICTURE, ...DOMAINS.flatMap((domain) => domain.picture ?? [])].join(" union all ");

/** The state of the shop by the database, as sorted lines. */
export async function readPicture(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql.unsafe<{ line: string }[]>(WHOLE, ["%@learners.test"], { prepare: true });
  return rows.map((row) => row.line).sort();
}

/** What must come to rest once nothing goes wrong any more; none, when all is well. */
export async function readUnsettled(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql.unsafe<{ line: string }[]>(`
    select concat_ws(' ', 'order is still', status, id) as line from orders where status = 'pending'
    union all
    select concat_ws(' ', 'event is not handled:', event_id, type, last_error) from inbox_events where handled_at is null
    union all
    select concat_ws(' ', 'job is not done:', job, payload, last_error) from outbox where done_at is null and available_at <= simulation.now()
    union all
    select concat_ws(' ', 'refund is not sent:', id) from refunds where status = 'requested'
    union all
    select concat_ws(' ', 'nobody knows what came of', c.kind, c.subject_id) from gateway_calls c left join orders o on o.id = c.subject_id
      where c.status in ('intended', 'unknown') and (o.id is null or o.status = 'expired')
    union all
    select concat_ws(' ', 'place is', status, id, last_error) from lms_syncs where status <> 'synced'
    union all
    select concat_ws(' ', 'mail is', status, template, last_error) from mails where status = 'queued'
    union all
    select concat_ws(' ', 'right without enrolment', e.id) from entitlements e where e.ended_at is null and not exists (
      select from enrolments n where n.course_id = e.subject_id and n.status in ('active', 'completed')
        and (n.user_id = e.user_id or (n.user_id is null and n.email_normalised = e.email_normalised)))
    ${DOMAINS.flatMap(({ unsettled }) => (unsettled ? `union all ${unsettled}` : [])).join(" ")}`);
  return rows.map((row) => row.line).sort();
}

/** Who must have a place in the external LMS: course, and the address under which it was last bought, by the open enrolments. */
export async function readWantedPlaces(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select distinct concat_ws(' ', coalesce(s.email, n.email_normalised), c.lms_course) as line
    from enrolments n join courses c on c.id = n.course_id left join lms_syncs s on s.enrolment_id = n.id
    where n.status in ('pending', 'active', 'completed') and c.lms_course is not null`;
  return rows.map((row) => row.line).sort();
}
