import type { ReferralRow } from "@stoa/api/affiliates/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { When } from "../../../../parts/when.tsx";
import { signalInWords } from "../signals.ts";

/** The last orders that an affiliate brought. */
export function LatestReferrals({ page }: { page: { items: readonly ReferralRow[] } }) {
  return (
    <List
      caption="Orders by this link"
      path="/affiliates"
      page={page}
      keyOf={({ id }) => id}
      empty={{ title: "No referrals yet.", hint: "An order by the affiliate’s link stands here once it is placed." }}
      columns={[
        {
          head: "Order",
          cell: ({ orderId }) => <RowLink href={`/orders/${orderId}`}>ord_…{orderId.slice(-6)}</RowLink>,
        },
        { head: "State", cell: ({ status }) => <StateBadge state={status} /> },
        { head: "Signs", cell: ({ signals }) => signals.map(signalInWords).join("; ") || "–" },
        {
          head: "Commission left",
          numeric: true,
          cell: ({ commission }) => (commission ? <Amount value={commission} /> : "–"),
        },
        { head: "Link followed", cell: ({ touchedAt }) => <When at={touchedAt} /> },
        { head: "Paid", cell: ({ convertedAt }) => <When at={convertedAt} /> },
      ]}
    />
  );
}
