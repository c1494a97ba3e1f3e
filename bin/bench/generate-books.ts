import type { Sql, TransactionSql } from "postgres";

/** Entries in one seal, as the sealer makes them. */
const SEAL = 1_000;
/** Left to the sealer: the invariants compute the hashes of the newest five seals again. */
const HASHED = 5 * SEAL;

/**
 * Writes books of `entries` entries that agree with themselves: sales with tax and commission, refunds that take sales
 * back, wallets that are topped up, held and charged. As the owner and past the triggers, because by the verb a million
 * would take hours. Seals are linked but not hashed, except for the last, which are left to the sealer.
 */
export async function generateBooks(owner: Sql, entries: number): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await openAccounts(tx);
    await writeEntries(tx, entries);
    await writeTransfers(tx, entries);
    await keepBalances(tx);
    await linkSeals(tx, entries - HASHED);
  });
  await owner`vacuum analyze`;
}

async function openAccounts(tx: TransactionSql): Promise<void> {
  await tx`
    insert into ledger_accounts (address, currency, kind, non_negative, tracked)
    select a.address, 'EUR', c.kind, c.non_negative, c.tracked from (
      values ('gateway/stripe/clearing'), ('revenue/course'), ('tax/DE/payable'), ('affiliates/commissions')
      union all select 'affiliate/a' || n || '/payable' from generate_series(0, 999) n
      union all select 'wallet/w' || n from generate_series(0, 999) n
    ) a(address) join ledger_chart c on a.address ~ c.pattern`;
}

/** Of a hundred entries 92 are sales, 5 refunds of the sale before, and one each a top-up, a hold and its charge. */
async function writeEntries(tx: TransactionSql, entries: number): Promise<void> {
  await tx`
    insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id, reverses_id)
    select 'jnl_' || lpad(n::text, 9, '0'),
      case when n % 20 = 11 then 'refund' when n % 100 = 3 then 'top_up' when n % 100 = 4 then 'hold' when n % 100 = 5 then 'charge' else 'payment_settled' end,
      'pay_' || n, md5(n::text), timestamptz '2026-01-01' + n * interval '10 seconds', 'system', 'bench', 'cor_' || n,
      case when n % 20 = 11 then 'jnl_' || lpad((n - 1)::text, 9, '0') end
    from generate_series(1, ${entries}::int) n order by n`;
}

async function writeTransfers(tx: TransactionSql, entries: number): Promise<void> {
  await tx`
    insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, currency, amount_minor,
      effective_at, pending_id, reverses_id, available_at, available_reason)
    select 'trf_' || lpad(n::text, 9, '0') || '_' || t.position, 'jnl_' || lpad(n::text, 9, '0'), t.position, t.code,
      t.state::ledger_transfer_state, t.debit, t.credit, 'EUR', t.amount, timestamptz '2026-01-01' + n * interval '10 seconds',
      t.pending_id, t.reverses_id, null, null
    from generate_series(1, ${entries}::int) n
    cross join lateral (select 'wallet/w' || n / 100 % 1000 as wallet, 'trf_' || lpad((n - 1)::text, 9, '0') || '_' as before) names
    cross join lateral (values
      (0, 'sale', 'posted', 'gateway/stripe/clearing', 'revenue/course', 4118, null, null, n % 20 <> 11 and n % 100 not in (3, 4, 5)),
      (1, 'tax', 'posted', 'gateway/stripe/clearing', 'tax/DE/payable', 782, null, null, n % 20 <> 11 and n % 100 not in (3, 4, 5)),
      (2, 'commission', 'posted', 'affiliates/commissions', 'affiliate/a' || n % 1000 || '/payable', 490, null, null, n % 10 = 7),
      (0, 'refund', 'posted', 'revenue/course', 'gateway/stripe/clearing', 4118, null, before || '0', n % 20 = 11),
      (1, 'refund', 'posted', 'tax/DE/payable', 'gateway/stripe/clearing', 782, null, before || '1', n % 20 = 11),
      (0, 'top_up', 'posted', 'gateway/stripe/clearing', wallet, 1000, null, null, n % 100 = 3),
      (0, 'charge', 'pending', wallet, 'revenue/course', 400, null, null, n % 100 = 4),
      (0, 'charge', 'post_pending', wallet, 'revenue/course', 400, before || '0', null, n % 100 = 5)
    ) t(position, code, state, debit, credit, amount, pending_id, reverses_id, here)
    where t.here order by n, t.position`;
}

async function keepBalances(tx: TransactionSql): Promise<void> {
  await tx`
    insert into ledger_balances (address, currency, debit_normal, non_negative, debits_posted, credits_posted, debits_pending, credits_pending)
    select a.address, a.currency, a.kind in ('asset', 'expense'), a.non_negative,
      sum(m.debits_posted), sum(m.credits_posted), sum(m.debits_pending), sum(m.credits_pending)
    from ledger_movements m join ledger_accounts a on a.address = m.address and a.currency = m.currency and a.tracked
    group by a.address, a.currency`;
}

async function linkSeals(tx: TransactionSql, sealed: number): Promise<void> {
  await tx`
    insert into ledger_sealed_entries (entry_id, seal_number, position, entry_hash)
    select id, (nth - 1) / ${SEAL}::int + 1, (nth - 1) % ${SEAL}::int, md5(id)
    from (select id, row_number() over (order by xid, seq) as nth from ledger_entries) e where nth <= ${sealed}::int`;
  await tx`
    insert into ledger_seals (number, previous_hash, root, hash, entry_count, through_xid, through_seq)
    select s.seal_number, case when s.seal_number = 1 then repeat('0', 64) else md5((s.seal_number - 1)::text) end,
      md5('root' || s.seal_number), md5(s.seal_number::text), count(*), min(e.xid), max(e.seq)
    from ledger_sealed_entries s join ledger_entries e on e.id = s.entry_id group by s.seal_number`;
}
