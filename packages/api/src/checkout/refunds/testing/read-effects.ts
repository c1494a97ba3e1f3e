import type { TestDatabase } from "@stoa/db/testing/database";

/** What the database says of an order, as far as a refund may change it. */
export interface OrderState {
  status: string;
  refunded: number;
  repaid: number;
  /** By line: whether a right of its own lives, any right lives, and how many enrolments are open. */
  lines: { lineId: string; own: boolean; any: boolean; open: number }[];
  /** What stands of commissions, by line. */
  commissions: Record<string, number>;
  /** What a grant's pool has paid and not got back, by line. */
  granted: Record<string, number>;
  couponUsed: boolean;
  balances: Record<string, number>;
}

/** Reads it with statements of their own, none of which the product uses. */
export async function readState({ sql }: TestDatabase, orderId: string): Promise<OrderState> {
  const [order] = await sql`
    select o.status, o.refunded_minor::int as refunded,
      exists (select from coupon_redemptions c where c.order_id = o.id and c.status = 'consumed') as "couponUsed",
      (select coalesce(sum(t.amount_minor), 0)::int from ledger_transfers t join ledger_entries e on e.id = t.entry_id
        join refunds r on r.id = e.subject where r.order_id = o.id and t.code = 'refund_repaid') as repaid
    from orders o where o.id = ${orderId}`;
  const lines = await sql<OrderState["lines"]>`
    select l.id as "lineId",
      exists (select from entitlements e where e.source_id = l.id and e.ended_at is null) as own,
      exists (select from entitlements e where e.subject_id = l.subject_id and e.email_normalised = o.email_normalised
        and e.ended_at is null) as any,
      (select count(*)::int from enrolments n where n.course_id = l.subject_id and n.email_normalised = o.email_normalised
        and n.status in ('pending', 'active', 'completed')) as open
    from order_lines l join orders o on o.id = l.order_id where o.id = ${orderId} order by l.position`;
  const commissions = await sql<{ id: string; remaining: number }[]>`
    select l.id, c.remaining_minor::int as remaining from affiliate_commissions c
    join order_lines l on l.id = c.order_line_id where l.order_id = ${orderId}`;
  const granted = await sql<{ id: string; spent: number }[]>`
    select l.id, a.spent_minor::int as spent from grant_awards a
    join order_lines l on l.order_id = a.order_id and l.subject_id = a.course_id
    where a.order_id = ${orderId} and a.status = 'used'`;
  const balances = await sql<{ address: string; minor: number }[]>`
    select side.address, sum(side.minor)::int as minor
    from ledger_transfers t join ledger_entries e on e.id = t.entry_id
    cross join lateral (values (t.debit_address, t.amount_minor), (t.credit_address, -t.amount_minor)) as side(address, minor)
    where e.subject in (select id from payments where order_id = ${orderId} union select id from refunds where order_id = ${orderId}
      union select id from disputes where order_id = ${orderId} union select id from affiliate_referrals where order_id = ${orderId}
      union select id from grant_awards where order_id = ${orderId}) and t.state in ('posted', 'post_pending') group by 1`;
  return {
    status: order?.status,
    refunded: order?.refunded,
    repaid: order?.repaid,
    couponUsed: order?.couponUsed,
    lines: [...lines],
    commissions: Object.fromEntries(commissions.map((row) => [row.id, row.remaining])),
    granted: Object.fromEntries(granted.map((row) => [row.id, row.spent])),
    balances: Object.fromEntries(balances.map((row) => [row.address, row.minor])),
  };
}

/** What a refund wrote for itself: its lines, and what its credit note says. */
export async function readWritten({ sql }: TestDatabase, refundId: string) {
  const lines = await sql<{ lineId: string; net: number; tax: number }[]>`
    select u.line_id as "lineId", u.net_minor::int as net, u.tax_minor::int as tax
    from refund_lines u join order_lines l on l.id = u.line_id where u.refund_id = ${refundId} order by l.position`;
  const [note] = await sql<{ net: number; tax: number; total: number }[]>`
    select (content #>> '{net,amount}')::int as net, (content #>> '{tax,amount,amount}')::int as tax,
      (content #>> '{total,amount}')::int as total from credit_notes where refund_id = ${refundId}`;
  const lmsTold = await sql<{ lineId: string }[]>`
    select l.id as "lineId" from lms_syncs s join enrolments n on n.id = s.enrolment_id
      join refunds r on r.id = ${refundId} join order_lines l on l.order_id = r.order_id and l.subject_id = n.course_id
    where s.status = 'pending' and n.status = 'refunded' order by l.position`;
  return { lines: [...lines], note: note ?? null, lmsTold: lmsTold.map((row) => row.lineId) };
}

/** What all refunds of an order gave back, by line, and what all its credit notes say together. */
export async function readCredited({ sql }: TestDatabase, orderId: string) {
  const lines = await sql<{ net: number; tax: number }[]>`
    select coalesce(sum(u.net_minor), 0)::int as net, coalesce(sum(u.tax_minor), 0)::int as tax
    from order_lines l left join refund_lines u on u.line_id = l.id where l.order_id = ${orderId}
    group by l.id, l.position order by l.position`;
  const [notes] = await sql<{ net: number; tax: number; total: number }[]>`
    select sum((c.content #>> '{net,amount}')::int)::int as net, sum((c.content #>> '{tax,amount,amount}')::int)::int as tax,
      sum((c.content #>> '{total,amount}')::int)::int as total
    from credit_notes c join refunds r on r.id = c.refund_id where r.order_id = ${orderId}`;
  return { lines: [...lines], notes };
}
