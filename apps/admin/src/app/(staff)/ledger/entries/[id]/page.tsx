import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { pageOfId } from "../../../../../frame/sections.ts";
import { Amount } from "../../../../../parts/amount.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { List } from "../../../../../parts/list.tsx";
import { RowLink } from "../../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { When } from "../../../../../parts/when.tsx";
import { href } from "../../../../../server/query.ts";
import { read } from "../../../../../server/read.ts";

export const metadata: Metadata = { title: "Entry" };

export default async function EntryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const entry = await read((caller) => caller.reporting.ledger.entry({ id }));
  return (
    <>
      <PageHeader
        way={
          <Way
            crumbs={[
              { label: "Ledger", href: "/ledger" },
              { label: "Journal", href: "/ledger/entries" },
              { label: id },
            ]}
          />
        }
        title={entry.kind}
      />
      <div className="grid grid-cols-1 gap-8">
        <Facts
          rows={[
            [
              "About",
              <RowLink key="s" href={pageOfId(entry.subject) ?? href("/ledger/entries", { subject: entry.subject })}>
                {entry.subject}
              </RowLink>,
            ],
            ["Happened", <When key="e" at={entry.effectiveAt} exact />],
            ["Recorded", <When key="r" at={entry.recordedAt} exact />],
            [
              "Reverses",
              entry.reverses ? (
                <RowLink key="v" href={`/ledger/entries/${entry.reverses}`}>
                  {entry.reverses}
                </RowLink>
              ) : (
                "–"
              ),
            ],
            [
              "Correlation",
              <RowLink key="c" href={href("/audit", { correlationId: entry.correlationId })}>
                {entry.correlationId}
              </RowLink>,
            ],
          ]}
        />
        <List
          caption="Transfers of the entry"
          path={`/ledger/entries/${id}`}
          page={{ items: entry.transfers }}
          keyOf={(transfer) => transfer.id}
          empty={{ title: "No transfers.", hint: "An entry always has one." }}
          columns={[
            { head: "Why", cell: (transfer) => transfer.code },
            { head: "Debit", cell: ({ debit, amount }) => <AccountLink address={debit} currency={amount.currency} /> },
            {
              head: "Credit",
              cell: ({ credit, amount }) => <AccountLink address={credit} currency={amount.currency} />,
            },
            { head: "Amount", numeric: true, cell: (transfer) => <Amount value={transfer.amount} /> },
            { head: "State", cell: (transfer) => <StateBadge state={transfer.state} /> },
            { head: "Available", cell: (transfer) => <When at={transfer.availableAt} /> },
            { head: "Because", cell: (transfer) => transfer.availableReason ?? "–" },
          ]}
        />
      </div>
    </>
  );
}

function AccountLink({ address, currency }: { address: string; currency: string }) {
  return <RowLink href={href("/ledger/statement", { address, currency })}>{address}</RowLink>;
}
