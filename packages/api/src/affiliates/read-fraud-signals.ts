import { BPS, mulDiv } from "@stoa/kit";
import { sql } from "drizzle-orm";
import type { Context } from "../platform/context.ts";
import type { Affiliate } from "./affiliate.ts";
import type { FraudSignals } from "./schemas.ts";

/** What makes an affiliate worth a second look; figures for people, who decide (B6). */
export async function readFraudSignals(ctx: Context, affiliate: Affiliate): Promise<FraudSignals> {
  const { id, joinedNetworkHash, payoutFingerprint } = affiliate;
  const since = sql`${ctx.clock.now().toISOString()}::timestamptz - interval '30 days'`;
  const [row] = await ctx.db.execute<Record<string, string | null>>(sql`
    with recent as (select network_hash, clicked_at from affiliate_clicks where affiliate_id = ${id} and clicked_at > ${since})
    select
      (select count(*) from affiliates a where a.joined_network_hash = ${joinedNetworkHash} and a.id <> ${id}) as same_network,
      (select count(*) from affiliates a where a.payout_fingerprint = ${payoutFingerprint} and a.id <> ${id}) as same_payout,
      (select count(*) from recent) as clicks,
      (select max(n) from (select count(*) as n from recent group by network_hash) of_network) as busiest_network,
      (select max(n) from (select count(*) as n from recent group by date_trunc('hour', clicked_at)) of_hour) as busiest_hour,
      (select count(*) from affiliate_referrals r where r.affiliate_id = ${id} and r.status = 'refused') as refused,
      (select count(*) from affiliate_referrals r where r.affiliate_id = ${id} and r.status = 'held') as held,
      (select sum(earned_minor) from affiliate_earning_days where affiliate_id = ${id}) as earned,
      (select sum(clawed_back_minor) from affiliate_earning_days where affiliate_id = ${id}) as clawed_back`);
  const of = (name: string) => Number(row?.[name] ?? 0);
  return {
    sameNetworkAffiliates: of("same_network"),
    samePayoutAffiliates: of("same_payout"),
    clicks30: of("clicks"),
    busiestNetworkClicks: of("busiest_network"),
    busiestHourClicks: of("busiest_hour"),
    refusedReferrals: of("refused"),
    heldReferrals: of("held"),
    refundedBps: of("earned") === 0 ? null : mulDiv(of("clawed_back"), BPS, of("earned")),
  };
}
