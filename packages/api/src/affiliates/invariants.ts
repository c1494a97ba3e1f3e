import type { Invariant } from "@stoa/ledger";
import { sql } from "drizzle-orm";

/** What the books hold of each affiliate's commissions, by currency; holds of frozen ones move nothing. */
const BOOKED = sql`
  select substring(coalesce(earned.address, taken.address) from '^affiliate/([^/]+)/') as affiliate_id,
    currency, sum(coalesce(earned.minor, 0) - coalesce(taken.minor, 0)) as minor
  from (select credit_address as address, currency, sum(amount_minor) as minor from ledger_transfers
      where code = 'commission' and state = 'posted' and credit_address like 'affiliate/%/payable' group by 1, 2) earned
  full join (select debit_address as address, currency, sum(amount_minor) as minor from ledger_transfers
      where code = 'clawback' and state = 'posted' and debit_address like 'affiliate/%' group by 1, 2) taken using (address, currency)
  group by 1, 2`;

/** Commissions, their clawbacks and their sums agree with each other and with the books. Beside `LEDGER_INVARIANTS`. */
export const AFFILIATE_INVARIANTS: readonly Invariant[] = [
  {
    name: "commissions_are_in_the_books",
    states: "What is left of an affiliate's booked commissions is what the ledger has of them.",
    offenders: sql`select coalesce(c.affiliate_id, b.affiliate_id) as id from (
        select affiliate_id, currency, sum(remaining_minor) as minor from affiliate_commissions where posted_at is not null group by 1, 2
      ) c full join (${BOOKED}) b on b.affiliate_id = c.affiliate_id and b.currency = c.currency
      where coalesce(c.minor, 0) <> coalesce(b.minor, 0)`,
  },
  {
    name: "earnings_add_up_to_commissions",
    states: "What was noted of a booked commission adds up to what is left of it.",
    offenders: sql`select c.id from affiliate_commissions c
      left join (select commission_id, sum(minor) as minor from affiliate_earnings group by 1) e on e.commission_id = c.id
      where coalesce(e.minor, 0) <> case when c.posted_at is null then 0 else c.remaining_minor end`,
  },
  {
    name: "counted_days_add_up",
    states: "The days of an affiliate are the sum of the clicks, sales and earnings that were counted.",
    offenders: sql`
      select d.affiliate_id as id from (select affiliate_id, sum(clicks) as clicks, sum(conversions) as conversions from affiliate_days group by 1) d
      where d.clicks <> (select count(*) from affiliate_clicks c where c.affiliate_id = d.affiliate_id and c.counted_at is not null)
        or d.conversions <> (select count(*) from affiliate_referrals r where r.affiliate_id = d.affiliate_id and r.counted_at is not null)
      union all
      select coalesce(d.affiliate_id, e.affiliate_id) from (
        select affiliate_id, currency, sum(earned_minor - clawed_back_minor) as minor from affiliate_earning_days group by 1, 2
      ) d full join (
        select affiliate_id, currency, sum(minor) as minor from affiliate_earnings where counted_at is not null group by 1, 2
      ) e on e.affiliate_id = d.affiliate_id and e.currency = d.currency
      where coalesce(d.minor, 0) <> coalesce(e.minor, 0)`,
  },
  {
    name: "commission_waits_for_its_sale",
    states: "No commission is released before the sale that it comes from, nor in the books before its day is told.",
    offenders: sql`select c.id from affiliate_commissions c where c.available_at < c.sale_available_at
      union all select t.id from ledger_transfers t where t.code = 'commission' and t.available_at is null`,
  },
  {
    name: "commission_belongs_to_a_paid_order",
    states: "A commission is of a line of a paid order, and of the affiliate that brought it.",
    offenders: sql`select c.id from affiliate_commissions c
      join affiliate_referrals r on r.id = c.referral_id
      left join order_lines l on l.id = c.order_line_id and l.order_id = r.order_id
      left join orders o on o.id = l.order_id
      where o.paid_at is null or r.affiliate_id <> c.affiliate_id or r.converted_at is null`,
  },
  {
    name: "own_purchases_earn_nothing",
    states: "A refused or held referral has nothing in the books.",
    offenders: sql`select c.id from affiliate_commissions c join affiliate_referrals r on r.id = c.referral_id
      where r.status <> 'accepted' and c.posted_at is not null`,
  },
  {
    name: "frozen_commission_is_held",
    states: "A frozen commission names a hold that is open, and no other hold of an affiliate's commission is.",
    offenders: sql`select coalesce(c.id, h.id) as id from (select id, freeze_hold_id from affiliate_commissions where freeze_hold_id is not null) c
      full join (
        select t.id from ledger_transfers t where t.state = 'pending' and t.code = 'clawback'
          and not exists (select from ledger_transfers e where e.pending_id = t.id)
      ) h on h.id = c.freeze_hold_id
      where c.id is null or h.id is null`,
  },
];
