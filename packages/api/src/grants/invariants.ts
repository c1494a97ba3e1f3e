import type { Invariant } from "@stoa/ledger";
import { sql } from "drizzle-orm";

/** Pools, awards and gifts agree with the books. Beside `LEDGER_INVARIANTS`. */
export const GRANT_INVARIANTS: readonly Invariant[] = [
  {
    name: "open_awards_are_reserved",
    states: "What a pool keeps aside is the parts of its open awards.",
    offenders: sql`select coalesce(awards.address, b.address) as id from (
        select 'grants/' || pool_id || '/pool' as address, currency, sum(granted_minor) as minor
        from grant_awards where status = 'open' group by 1, 2
      ) awards full join (select * from ledger_balances where address like 'grants/%/pool') b
        on b.address = awards.address and b.currency = awards.currency
      where coalesce(awards.minor, 0) <> coalesce(b.debits_pending, 0)`,
  },
  {
    name: "used_awards_are_in_the_books",
    states: "What a pool has paid for an award is what the award says, and came back when the course was given back.",
    offenders: sql`select a.id from grant_awards a left join (
        select e.subject,
          coalesce(sum(t.amount_minor) filter (where e.kind = 'grant_award_spent'), 0) as spent,
          coalesce(sum(t.amount_minor) filter (where e.kind = 'grant_award_returned'), 0) as returned
        from ledger_entries e join ledger_transfers t on t.entry_id = e.id
        where e.kind in ('grant_award_spent', 'grant_award_returned') group by 1
      ) booked on booked.subject = a.id
      where (coalesce(booked.spent, 0), coalesce(booked.returned, 0))
        <> (coalesce(a.spent_minor, 0), case a.status when 'returned' then a.spent_minor else 0 end)`,
  },
  {
    name: "award_follows_its_coupon",
    states: "An award is used by the order that has used up its coupon, and by no other.",
    offenders: sql`select a.id from grant_awards a
      where a.order_id is distinct from (select r.order_id from coupon_redemptions r
        where r.coupon_id = a.coupon_id and r.status in ('consumed', 'returned'))`,
  },
  {
    name: "approved_application_has_an_award",
    states: "An application that was approved has an award; no other has one.",
    offenders: sql`select p.id from grant_applications p
      where (p.status = 'approved') <> exists (select from grant_awards a where a.application_id = p.id)`,
  },
  {
    name: "contributions_are_in_the_books",
    states: "What the platform put into a pool is in the books.",
    offenders: sql`select c.id from grant_contributions c
      where c.amount_minor <> (select coalesce(sum(t.amount_minor), 0) from ledger_entries e
        join ledger_transfers t on t.entry_id = e.id and t.credit_address = 'grants/' || c.pool_id || '/pool'
        where e.subject = c.id and e.kind = 'grant_pool_funded')`,
  },
  {
    name: "gifts_are_in_their_pool",
    states: "A gift that was taken as asked is in its pool.",
    offenders: sql`select l.id from order_lines l
      join orders o on o.id = l.order_id and o.settled_minor = o.total_minor and o.settled_currency = o.currency
      where l.kind = 'donation' and l.total_minor <> (select coalesce(sum(t.amount_minor), 0) from payments p
        join ledger_entries e on e.subject = p.id and e.kind in ('payment_settled', 'held_payment_accepted')
        join ledger_transfers t on t.entry_id = e.id and t.credit_address = 'grants/' || l.subject_id || '/pool'
        where p.order_id = o.id)`,
  },
];
