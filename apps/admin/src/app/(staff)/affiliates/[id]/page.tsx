import { Badge } from "@stoa/ui/badge";
import { BarChart } from "@stoa/ui/chart";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { href } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { reinstate, suspend } from "../actions.ts";
import { Rates } from "../rates.tsx";
import { findingsOf } from "../signals.ts";
import { AffiliateBalances } from "./affiliate-balances.tsx";
import { LatestReferrals } from "./latest-referrals.tsx";

export const metadata: Metadata = { title: "Affiliate" };

export default async function AffiliatePage({ params }: { params: Promise<{ id: string }> }) {
  const { id: affiliateId } = await params;
  const me = await mustBeColleague();
  const [affiliate, terms, referrals] = await read((caller) =>
    Promise.all([
      caller.affiliates.manage.get({ affiliateId }),
      caller.affiliates.manage.terms({ affiliateId }),
      caller.affiliates.manage.referrals({ affiliateId, limit: 20 }),
    ]),
  );
  const mayManage = me.permissions.has("affiliate:manage");
  const { stats, signals, status } = affiliate;
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Affiliates", href: "/affiliates" }, { label: affiliate.code }]} />}
        title={affiliate.name}
        actions={<StateBadge state={status} />}
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
        <Section title="Who">
          <Facts
            rows={[
              [
                "Person",
                <RowLink key="u" href={`/users/${affiliate.userId}`}>
                  {affiliate.email}
                </RowLink>,
              ],
              ["Link", affiliate.link],
              ["Joined", <When key="j" at={affiliate.joinedAt} />],
              ["Terms", `version ${affiliate.termsVersion}`],
              ["Payout account", affiliate.payoutAccountId ?? "none yet"],
              ...(affiliate.suspendedReason ? [["Suspended", affiliate.suspendedReason] as const] : []),
              [
                "On record",
                <RowLink key="r" href={href("/audit", { subjectKind: "affiliate", subjectId: affiliate.id })}>
                  What was done here
                </RowLink>,
              ],
            ]}
          />
          {mayManage ? <Standing affiliateId={affiliate.id} suspended={status === "suspended"} /> : null}
        </Section>
        <Section title="Worth a look">
          <Facts
            rows={findingsOf(signals).map(({ label, value, bad }) => [
              label,
              bad ? (
                <Badge key={label} tone="bad">
                  {value}
                </Badge>
              ) : (
                value
              ),
            ])}
          />
        </Section>
        <Section title="Balances">
          <AffiliateBalances stats={stats} affiliateId={affiliate.id} />
        </Section>
        <Section title="Rates">
          <Rates terms={terms.items} affiliateId={affiliate.id} mayWrite={mayManage} />
        </Section>
        <BarChart
          title="Clicks by day"
          points={stats.days.map(({ day, clicks }) => ({ label: day, value: clicks }))}
          format={(value) => Math.round(value).toLocaleString("en-GB")}
          columns={["Day (UTC)", "Clicks"]}
          tableLabel="The figures behind it"
        />
        <BarChart
          title="Sales by day"
          points={stats.days.map(({ day, conversions }) => ({ label: day, value: conversions }))}
          format={(value) => Math.round(value).toLocaleString("en-GB")}
          columns={["Day (UTC)", "Sales"]}
          tableLabel="The figures behind it"
        />
      </div>
      <div className="pt-10">
        <Section title="Latest referrals">
          <LatestReferrals page={{ items: referrals.items }} />
        </Section>
      </div>
    </>
  );
}

function Standing({ affiliateId, suspended }: { affiliateId: string; suspended: boolean }) {
  if (suspended) {
    return (
      <Confirmed
        id="reinstate"
        ask="Reinstate…"
        consequence="The link counts again for visits and sales from now on, and payouts go on."
        action={reinstate}
        hidden={{ affiliateId }}
        submit="Reinstate"
      />
    );
  }
  return (
    <Confirmed
      id="suspend"
      ask="Suspend…"
      consequence="The link counts for nobody, and sales under way wait for a decision. What was earned stays, and is not paid out meanwhile. They are told by mail, with your reason."
      action={suspend}
      hidden={{ affiliateId }}
      fields={[{ name: "reason", label: "Reason, as they will read it", type: "textarea", rows: 2 }]}
      submit="Suspend"
      look="danger"
    />
  );
}
