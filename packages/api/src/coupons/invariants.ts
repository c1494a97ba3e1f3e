import type { Invariant } from "@stoa/ledger";
import { sql } from "drizzle-orm";

/** A redemption that takes a use away from others. */
const COUNTS = sql.raw("r.status in ('reserved', 'consumed')");

/** Coupons, their uses and the orders that they lower agree with each other. Beside `LEDGER_INVARIANTS`. */
export const COUPON_INVARIANTS: readonly Invariant[] = [
  {
    name: "redemption_follows_its_order",
    states: "A use is reserved while its order may still be paid, and consumed when it is; each such order has one.",
    offenders: sql`select r.id from coupon_redemptions r join orders o on o.id = r.order_id
      where (r.status = 'reserved' and o.status not in ('pending', 'review'))
        or (r.status in ('consumed', 'returned') and o.paid_at is null)
      union all select o.id from orders o where o.coupon_id is not null and (o.status = 'pending' or o.paid_at is not null)
        and not exists (select from coupon_redemptions r where r.order_id = o.id and r.coupon_id = o.coupon_id
          and r.status = any (case when o.paid_at is null then array['reserved'] else array['consumed', 'returned'] end::redemption_status[]))`,
  },
  {
    name: "coupon_counts_its_uses",
    states: "What a coupon counts is its redemptions that are reserved or consumed.",
    offenders: sql`select c.id from coupons c
      where c.uses <> (select count(*) from coupon_redemptions r where r.coupon_id = c.id and ${COUNTS})`,
  },
  {
    name: "nobody_uses_a_coupon_too_often",
    states: "No person has more uses of a coupon than it allows one.",
    offenders: sql`select c.id from coupons c join coupon_redemptions r on r.coupon_id = c.id and ${COUNTS}
      where c.per_person is not null group by c.id, r.email_normalised having count(*) > c.per_person`,
  },
  {
    name: "discount_comes_from_a_coupon",
    states:
      "What an order takes off is what its coupon's redemption says and its lines add up to; no other order does.",
    offenders: sql`select o.id from orders o
      where (o.coupon_id is null and o.discount_minor > 0)
        or o.discount_minor <> (select coalesce(sum(l.discount_minor), 0) from order_lines l where l.order_id = o.id)
        or exists (select from coupon_redemptions r where r.order_id = o.id
          and (r.coupon_id, r.discount_minor, r.currency) is distinct from (o.coupon_id, o.discount_minor, o.currency))`,
  },
];
