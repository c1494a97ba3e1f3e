import type { DisputeView } from "@stoa/api/checkout/disputes/schemas";
import { NavTabs } from "@stoa/ui/nav-tabs";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { Amount } from "../../../parts/amount.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";

export const metadata: Metadata = { title: "Disputes" };

const STATUSES = ["open", "won", "lost"] as const;
const TABS = { open: "Open", won: "Won", lost: "Lost" } as const;

export default async function DisputesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const status = oneOf(params.status, STATUSES) ?? "open";
  const page = await read((caller) => caller.checkout.disputes.list({ status, cursor: params.cursor, limit: 50 }));
  return (
    <>
      <PageHeader
        title="Disputes"
        actions={<ExportForm list="disputes" filters={{ status }} />}
        lead="Payments that a buyer’s bank has taken back until it decides. The sale stands meanwhile, and the money lies apart in the books."
      />
      <NavTabs
        label="Which disputes"
        link={Link}
        tabs={STATUSES.map((each) => ({
          href: each === "open" ? "/disputes" : `/disputes?status=${each}`,
          label: TABS[each],
          current: each === status,
        }))}
      />
      <div className="pt-6">
        <List
          caption="Disputes"
          path="/disputes"
          params={params}
          page={page}
          keyOf={(dispute) => dispute.id}
          empty={{
            title: status === "open" ? "No payment is disputed." : "None so far.",
            hint: "A dispute stands here as soon as the gateway tells of it.",
          }}
          columns={[
            { head: "What", cell: (dispute) => <RowLink href={`/disputes/${dispute.id}`}>{titleOf(dispute)}</RowLink> },
            { head: "Buyer", cell: (dispute) => dispute.email ?? "–" },
            { head: "Amount", numeric: true, cell: (dispute) => <Amount value={dispute.amount} /> },
            { head: "Reason", cell: (dispute) => (dispute.reason ?? "–").replaceAll("_", " ") },
            { head: "Answer by", cell: (dispute) => <When at={dispute.dueBy} /> },
            { head: "Answered", cell: (dispute) => <When at={dispute.evidenceSentAt} /> },
            { head: "Opened", cell: (dispute) => <When at={dispute.createdAt} /> },
          ]}
        />
      </div>
    </>
  );
}

function titleOf({ titles, gatewayDisputeId }: DisputeView): string {
  return titles.length > 0 ? titles.join(", ") : gatewayDisputeId;
}
