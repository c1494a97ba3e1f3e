import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { pageOfId } from "../../../../frame/sections.ts";
import { Amount } from "../../../../parts/amount.tsx";
import { Filters } from "../../../../parts/filters.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { When } from "../../../../parts/when.tsx";
import { plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { LedgerTabs } from "../tabs.tsx";

export const metadata: Metadata = { title: "Journal" };

export default async function EntriesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) =>
    caller.reporting.ledger.entries({ subject: params.subject, cursor: params.cursor, limit: 50 }),
  );
  return (
    <>
      <PageHeader title="Ledger" />
      <LedgerTabs current="/ledger/entries" />
      <Filters
        action="/ledger/entries"
        params={params}
        texts={[{ name: "subject", label: "About", hint: "An order, a payment, a refund or a dispute: ord_…, pay_…" }]}
      />
      <List
        caption={params.subject ? `Entries about ${params.subject}, oldest first` : "Entries, the newest first"}
        path="/ledger/entries"
        params={params}
        page={page}
        keyOf={(entry) => entry.id}
        empty={{ title: "No entries yet.", hint: "An entry is written in the transaction of what it is about." }}
        noMatch="Nothing moved for this id, or it is cut short: it is looked for whole."
        columns={[
          {
            head: "Entry",
            cell: (entry) => <RowLink href={`/ledger/entries/${entry.id}`}>{entry.kind}</RowLink>,
          },
          {
            head: "About",
            cell: (entry) => <RowLink href={pageOfId(entry.subject) ?? "/ledger/entries"}>{entry.subject}</RowLink>,
          },
          {
            head: "Moves",
            cell: ({ transfers }) =>
              transfers.map((transfer) => (
                <span key={transfer.id} className="block">
                  {transfer.debit} → {transfer.credit} <Amount value={transfer.amount} />
                </span>
              )),
          },
          {
            head: "Happened",
            cell: (entry) => <When at={entry.effectiveAt} exact />,
          },
          {
            head: "Recorded",
            cell: (entry) => <When at={entry.recordedAt} exact />,
          },
        ]}
      />
    </>
  );
}
