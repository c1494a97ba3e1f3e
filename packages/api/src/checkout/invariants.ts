import type { Invariant } from "@stoa/ledger";
import { sql } from "drizzle-orm";

/** An enrolment and a right are one holder's by the account, however its address has changed; a guest's by the address. */
const OF_ONE_HOLDER = sql`(n.user_id = e.user_id or (n.user_id is null and n.email_normalised = e.email_normalised))`;

/** Orders, payments and what they gave agree with each other and with the books. Beside `LEDGER_INVARIANTS`. */
export const SALE_INVARIANTS: readonly Invariant[] = [
  {
    name: "lines_add_up",
    states: "The lines of an order add up to its total, and their taxes to its tax.",
    offenders: sql`select o.id from orders o join order_lines l on l.order_id = o.id group by o.id
      having sum(l.total_minor) <> o.total_minor or sum(l.tax_minor) <> o.tax_minor`,
  },
  {
    name: "paid_order_has_payment",
    states: "An order that costs something is paid only with a payment that succeeded.",
    offenders: sql`select o.id from orders o where o.paid_at is not null and o.total_minor > 0
      and not exists (select from payments p where p.order_id = o.id and p.status = 'succeeded')`,
  },
  {
    name: "order_says_what_was_taken",
    states: "What a paid order says was taken is the payment that is in the books as its sale; nothing for a free one.",
    offenders: sql`select o.id from orders o left join (
        select p.order_id, p.amount_minor, p.currency from payments p
        join ledger_entries e on e.subject = p.id and e.kind in ('payment_settled', 'held_payment_accepted')
      ) sale on sale.order_id = o.id
      where (o.settled_minor, o.settled_currency) is distinct from case when o.paid_at is not null
        then (coalesce(sale.amount_minor, 0), coalesce(sale.currency, o.currency)) else (null::bigint, null::char(3)) end`,
  },
  {
    name: "paid_order_has_invoice",
    states: "A paid order has one invoice of its number; no other order has one.",
    offenders: sql`select coalesce(o.id, i.order_id) as id from orders o full join invoices i on i.order_id = o.id
      where (o.paid_at is not null) <> (i.id is not null) or o.invoice_number is distinct from i.number`,
  },
  {
    name: "invoice_numbers_have_no_gaps",
    states: "The documents of a series and year are numbered from one to the counter.",
    offenders: sql`select c.series || '-' || c.year as id from invoice_counters c
      where c.last_number <> (select count(*) from (select number from invoices union all select number from credit_notes) i
        where i.number like c.series || '-' || c.year || '-%')`,
  },
  {
    name: "standing_order_is_handed_over",
    states: "Every line of a paid order is handed over, and of a refunded one is back.",
    offenders: sql`select o.id from orders o join order_lines l on l.order_id = o.id
      where (o.status in ('paid', 'partially_refunded', 'disputed') and l.fulfilled_at is null)
        or (o.status = 'paid' and l.reversed_at is not null)
        or (o.status = 'refunded' and l.fulfilled_at is not null and l.reversed_at is null)
        or (o.status in ('pending', 'review', 'expired', 'cancelled') and l.fulfilled_at is not null)`,
  },
  {
    name: "lines_undone_add_up",
    states: "What was undone of the lines of an order is what the order says was given back.",
    offenders: sql`select o.id from orders o join order_lines l on l.order_id = o.id left join refund_lines u on u.line_id = l.id
      group by o.id having coalesce(sum(u.net_minor + u.tax_minor), 0) <> o.refunded_minor`,
  },
  {
    name: "line_undone_as_sold",
    states: "No more of a line is undone than it was sold for, and all of it when it is back.",
    offenders: sql`select l.id from order_lines l join orders o on o.id = l.order_id left join refund_lines u on u.line_id = l.id
      where (o.settled_minor, o.settled_currency) = (o.total_minor, o.currency) group by l.id
      having coalesce(sum(u.tax_minor), 0) > l.tax_minor or coalesce(sum(u.net_minor), 0) > l.total_minor - l.tax_minor
        or (l.reversed_at is not null and coalesce(sum(u.net_minor + u.tax_minor), 0) <> l.total_minor)`,
  },
  {
    name: "lines_undone_are_in_the_books",
    states: "What was undone of lines by a refund or a lost dispute is what its entry took out of the sale.",
    offenders: sql`select coalesce(u.cause_id, b.subject) as id from (
        select cause_id, sum(net_minor) as net, sum(tax_minor) as tax from refund_lines group by 1
      ) u full join (
        select e.subject, coalesce(sum(t.amount_minor) filter (where o.code <> 'tax'), 0) as net,
          coalesce(sum(t.amount_minor) filter (where o.code = 'tax'), 0) as tax
        from ledger_entries e join ledger_transfers t on t.entry_id = e.id join ledger_transfers o on o.id = t.reverses_id
        where e.kind in ('payment_refunded', 'dispute_lost') group by 1
      ) b on b.subject = u.cause_id where u.net is distinct from b.net or u.tax is distinct from b.tax`,
  },
  {
    name: "credit_note_says_what_was_undone",
    states:
      "A refund or lost dispute that undid something has one credit note, and that says so much. Older ones have none.",
    offenders: sql`select coalesce(c.id, u.cause_id) as id from credit_notes c full join (
        select cause_id, sum(net_minor + tax_minor) as minor, min(created_at) as at from refund_lines group by 1
      ) u on u.cause_id = coalesce(c.refund_id, c.dispute_id)
      where (c.content #>> '{total,amount}')::bigint is distinct from u.minor
        and (c.id is not null or u.at >= (select min(issued_at) from credit_notes))`,
  },
  {
    name: "line_has_one_entitlement",
    states: "A course that was handed over gave one right, and one enrolment carries it; one that is back gives none.",
    offenders: sql`select l.id from order_lines l where l.kind = 'course' and (
        (select count(*) from entitlements e where e.source = 'order' and e.source_id = l.id) <> case when l.fulfilled_at is null then 0 else 1 end
        or exists (select from entitlements e where e.source = 'order' and e.source_id = l.id and (e.ended_at is null) = (l.reversed_at is not null))
        or (l.fulfilled_at is not null and not exists (
          select from enrolments n join entitlements e on ${OF_ONE_HOLDER}
          where e.source = 'order' and e.source_id = l.id and n.course_id = l.subject_id)))`,
  },
  {
    name: "course_has_lms_copy",
    states:
      "Who is enrolled in a course of the external LMS that was handed over has a synchronisation, or is about to.",
    offenders: sql`select l.id from order_lines l join courses c on c.id = l.subject_id
      join entitlements e on e.source = 'order' and e.source_id = l.id
      join enrolments n on n.course_id = l.subject_id and ${OF_ONE_HOLDER} and n.status in ('pending', 'active', 'completed')
      where l.kind = 'course' and l.fulfilled_at is not null and c.lms_course is not null
        and not exists (select from lms_syncs s where s.enrolment_id = n.id)
        and not exists (select from outbox m where m.job = 'lms.move_places' and m.payload ->> 'courseId' = c.id and m.done_at is null)`,
  },
  {
    name: "paid_order_has_receipt_mail",
    states: "A paid order has one receipt mail.",
    offenders: sql`select o.id from orders o where o.paid_at is not null
      and (select count(*) from mails m where m.dedupe_key = 'order-receipt:' || o.id) <> 1`,
  },
  {
    name: "payment_is_in_the_books",
    states: "A payment that succeeded is in the books once: as a sale, or held.",
    offenders: sql`select p.id from payments p where p.status = 'succeeded' and p.amount_minor > 0
      and (select count(*) from ledger_entries e where e.subject = p.id and e.kind in ('payment_settled', 'payment_held')) <> 1`,
  },
  {
    name: "books_match_payments",
    states: "What the books took in for a payment is its amount.",
    offenders: sql`select p.id from payments p
      join ledger_entries e on e.subject = p.id and e.kind in ('payment_settled', 'payment_held')
      join ledger_transfers t on t.entry_id = e.id
      where t.debit_address = 'gateway/' || p.gateway || '/clearing' group by p.id, p.amount_minor
      having sum(t.amount_minor) <> p.amount_minor`,
  },
  {
    name: "refunds_within_payment",
    states:
      "What went back of a payment, and beyond it, is the sum of the refunds that stand and of what lost disputes took.",
    offenders: sql`select p.id from payments p where p.refunded_minor + p.lost_minor <>
      coalesce((select sum(r.amount_minor) from refunds r where r.payment_id = p.id and r.status = 'succeeded' and r.currency = p.currency), 0)
      + coalesce((select sum(d.amount_minor) from disputes d where d.payment_id = p.id and d.status = 'lost' and d.currency = p.currency
        and exists (select from ledger_entries e where e.subject = d.id and e.kind = 'dispute_opened')
        and not exists (select from ledger_entries e where e.subject = d.id and e.kind = 'dispute_won')), 0)
      + coalesce((select sum(t.amount_minor) from refunds r
        join ledger_entries e on e.subject = r.id and e.kind = 'failed_refund_repaid_by_bank'
        join ledger_transfers t on t.entry_id = e.id where r.payment_id = p.id), 0)`,
  },
  {
    name: "owed_refunds_are_in_the_books",
    states: "What orders have given back and payments have not is what stands as owed of failed refunds.",
    offenders: sql`select coalesce(owed.address, t.address) as id from (
        select 'refunds/' || p.gateway || '/payable' as address, p.currency, sum(o.refunded_minor - p.refunded_minor) as minor
        from orders o join payments p on p.order_id = o.id
        join ledger_entries e on e.subject = p.id and e.kind in ('payment_settled', 'held_payment_accepted') group by 1, 2
      ) owed full join (select * from ledger_totals where address like 'refunds/%/payable') t
        on t.address = owed.address and t.currency = owed.currency
      where coalesce(owed.minor, 0) <> coalesce(t.credits_posted - t.debits_posted, 0)`,
  },
  {
    name: "losses_are_in_the_books",
    states: "What went back beyond the payments, or in another currency, is what stands as lost at their gateways.",
    offenders: sql`select coalesce(lost.address, t.address) as id from (
        select 'gateway/' || gateway || '/losses' as address, currency, sum(minor) as minor from (
          select gateway, currency, lost_minor as minor from payments
          union all select d.gateway, d.currency, d.amount_minor from disputes d join payments p on p.id = d.payment_id
            where d.currency <> p.currency and exists (select from ledger_entries e where e.subject = d.id and e.kind = 'money_back_lost')
          union all select r.gateway, r.currency, r.amount_minor from refunds r join payments p on p.id = r.payment_id
            where r.currency <> p.currency and r.status = 'succeeded'
        ) of group by 1, 2
      ) lost full join (select * from ledger_totals where address like 'gateway/%/losses') t
        on t.address = lost.address and t.currency = lost.currency
      where coalesce(lost.minor, 0) <> coalesce(t.debits_posted - t.credits_posted, 0)`,
  },
  {
    name: "review_is_open_or_decided",
    states: "An order in review has a review that waits for a decision.",
    offenders: sql`select o.id from orders o where o.status = 'review'
      and not exists (select from order_reviews r where r.order_id = o.id and r.resolved_at is null)`,
  },
];
