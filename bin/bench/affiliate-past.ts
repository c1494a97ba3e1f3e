import { newId } from "@stoa/kit";
import postgres, { type TransactionSql } from "postgres";
import type { Scratch } from "./scratch.ts";

/** Over so many days what an affiliate did is spread. */
const DAYS = 730;

/**
 * An affiliate with this many clicks and sales in two years, none of them counted yet: what the statistics read, and the
 * books that their balance stands in. As the owner and past the triggers, because by the verbs it would take hours.
 */
export async function addAffiliatePast({ url }: Scratch, of: { clicks: number; sales: number }): Promise<string> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  const affiliateId = newId("affiliate");
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into affiliates (id, user_id, code, terms_version, terms_accepted_at)
      values (${affiliateId}, ${`usr_${affiliateId}`}, ${affiliateId.slice(-12)}, '1', now())`;
    await tx`insert into affiliate_stats (affiliate_id, counted_at) values (${affiliateId}, now())`;
    await addClicks(tx, affiliateId, of.clicks);
    await addSales(tx, affiliateId, of.sales);
    await bookSales(tx, affiliateId, of.sales);
  });
  await owner`vacuum analyze`;
  await owner.end();
  return affiliateId;
}

/** More clicks of somebody who has a past. */
export async function addNewClicks({ url }: Scratch, affiliateId: string, count: number): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner.begin((tx) => addClicks(tx, affiliateId, count));
  await owner.end();
}

async function addClicks(tx: TransactionSql, affiliateId: string, count: number): Promise<void> {
  const label = newId("click");
  await tx`
    insert into affiliate_clicks (id, affiliate_id, network_hash, device_hash, landing_path, dedupe_key, clicked_at)
    select ${label} || n, ${affiliateId}, md5(n::text), md5('d' || n), '/courses', ${label} || n,
      now() - (n % ${DAYS}::int) * interval '1 day'
    from generate_series(1, ${count}::int) n`;
}

/** Every sale earns 4.90; of every twentieth half goes back. */
async function addSales(tx: TransactionSql, affiliateId: string, sales: number): Promise<void> {
  await tx`
    insert into affiliate_referrals (id, order_id, affiliate_id, status, model, window_days, touched_at, converted_at, created_at)
    select ${affiliateId} || 'r' || n, ${affiliateId} || 'o' || n, ${affiliateId}, 'accepted', 'last_click', 30, at, at, at
    from generate_series(1, ${sales}::int) n, lateral (select now() - (n % ${DAYS}::int) * interval '1 day' as at) sold`;
  await tx`
    insert into affiliate_commissions (id, referral_id, affiliate_id, order_line_id, rate_bps, currency, net_minor, amount_minor,
      remaining_minor, sale_available_at, available_at, posted_at, created_at)
    select ${affiliateId} || 'c' || n, ${affiliateId} || 'r' || n, ${affiliateId}, ${affiliateId} || 'l' || n, 1000, 'EUR', 4900,
      490, case when n % 20 = 0 then 245 else 490 end, at, at + interval '30 days', at, at
    from generate_series(1, ${sales}::int) n, lateral (select now() - (n % ${DAYS}::int) * interval '1 day' as at) sold`;
  await tx`
    insert into affiliate_earnings (id, commission_id, affiliate_id, currency, minor, occurred_at)
    select ${affiliateId} || 'e' || n || '_' || minor, ${affiliateId} || 'c' || n, ${affiliateId}, 'EUR', minor,
      now() - (n % ${DAYS}::int) * interval '1 day'
    from generate_series(1, ${sales}::int) n, lateral (values (490, true), (-245, n % 20 = 0)) v(minor, here) where here`;
}

/** The same in the books: commissions that are released after thirty days, clawbacks, and a payout every hundred sales. */
async function bookSales(tx: TransactionSql, affiliateId: string, sales: number): Promise<void> {
  const payable = `affiliate/${affiliateId}/payable`;
  await tx`
    insert into ledger_accounts (address, currency, kind, non_negative, tracked)
    select ${payable}, 'EUR', kind, non_negative, tracked from ledger_chart where ${payable} ~ pattern`;
  await tx`
    insert into ledger_entries (id, kind, subject, content_hash, effective_at, actor_kind, actor_id, correlation_id)
    select ${affiliateId} || 'j' || n, 'commission_earned', ${affiliateId} || 'r' || n, md5(n::text),
      now() - (n % ${DAYS}::int) * interval '1 day', 'system', 'bench', 'bench'
    from generate_series(1, ${sales}::int) n`;
  await tx`
    insert into ledger_transfers (id, entry_id, position, code, state, debit_address, credit_address, currency, amount_minor,
      effective_at, available_at, available_reason)
    select ${affiliateId} || 't' || n || '_' || t.position, ${affiliateId} || 'j' || n, t.position, t.code, 'posted', t.debit, t.credit,
      'EUR', t.amount, at, case when t.code <> 'payout' then at + interval '30 days' end,
      case when t.code <> 'payout' then 'refund_window' end
    from generate_series(1, ${sales}::int) n, lateral (select now() - (n % ${DAYS}::int) * interval '1 day' as at) sold,
    lateral (values
      (0, 'commission', 'affiliates/commissions', ${payable}, 490, true),
      (1, 'clawback', ${payable}, 'affiliates/commissions', 245, n % 20 = 0),
      (2, 'payout', ${payable}, 'gateway/stripe/clearing', 40000, n % 100 = 0)
    ) t(position, code, debit, credit, amount, here) where t.here`;
  await tx`
    insert into ledger_balances (address, currency, debit_normal, non_negative, debits_posted, credits_posted)
    select ${payable}, 'EUR', false, true, coalesce(sum(amount_minor) filter (where debit_address = ${payable}), 0),
      sum(amount_minor) filter (where credit_address = ${payable})
    from ledger_transfers where ${payable} in (debit_address, credit_address)`;
}
