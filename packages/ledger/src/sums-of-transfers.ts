import { sql } from "drizzle-orm";

/**
 * What all transfers together say of every account: a million entries in one pass. The transfers of one pair of accounts
 * are added up first, because there are few pairs; only then are the two sides told apart. Says the same as the view
 * `ledger_movements`, in other words, so that an error in one is found by the other.
 */
export const SUMS_OF_TRANSFERS = sql`
  select side.address, pair.currency,
    sum(case when side.debit then pair.posted else 0 end)::bigint as debits_posted,
    sum(case when side.debit then 0 else pair.posted end)::bigint as credits_posted,
    sum(case when side.debit then pair.pending else 0 end)::bigint as debits_pending,
    sum(case when side.debit then 0 else pair.pending end)::bigint as credits_pending
  from (
    select t.debit_address, t.credit_address, t.currency,
      coalesce(sum(t.amount_minor) filter (where t.state in ('posted', 'post_pending')), 0) as posted,
      coalesce(sum(t.amount_minor) filter (where t.state = 'pending'), 0)
        - coalesce(sum((select h.amount_minor from ledger_transfers h where h.id = t.pending_id)) filter (where t.pending_id is not null), 0) as pending
    from ledger_transfers t group by 1, 2, 3
  ) pair cross join lateral (values (pair.debit_address, true), (pair.credit_address, false)) as side(address, debit)
  group by 1, 2`;
