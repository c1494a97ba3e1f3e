import type { Dashboard } from "@stoa/api/affiliates/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { When } from "../../../../parts/when.tsx";
import { href } from "../../../../server/query.ts";

/** What is owed to an affiliate, in each currency, with the way to the rows behind it. */
export function AffiliateBalances({ stats, affiliateId }: { stats: Dashboard; affiliateId: string }) {
  if (stats.balances.length === 0) return <p className="text-ink-soft text-sm">Nothing earned yet.</p>;
  return (
    <div className="grid gap-6">
      {stats.balances.map((each) => (
        <Facts
          key={each.currency}
          rows={[
            ["Earned", <Amount key="e" value={each.earned} />],
            ["Given back", <Amount key="g" value={each.clawedBack} />],
            ["Held", <Amount key="h" value={each.held} />],
            ["Payable now", <Amount key="p" value={each.payable} />],
            ["In dispute", <Amount key="d" value={each.frozen} />],
            ["On its way", <Amount key="w" value={each.inPayout} />],
            ["Owed back", <Amount key="o" value={each.owedBack} />],
            ["Paid out", <Amount key="x" value={each.paid} />],
            [
              "Statement",
              <RowLink
                key="s"
                href={href("/ledger/statement", {
                  address: `affiliate/${affiliateId}/payable`,
                  currency: each.currency,
                })}
              >
                The lines behind it
              </RowLink>,
            ],
          ]}
        />
      ))}
      <p className="text-ink-faint text-sm">
        Earnings as counted <When at={stats.countedAt} />; balances are exact now.
      </p>
    </div>
  );
}
