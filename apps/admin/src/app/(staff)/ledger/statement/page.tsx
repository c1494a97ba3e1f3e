import { CURRENCIES } from "@stoa/kit";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { Filters } from "../../../../parts/filters.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { periodOf } from "./period.ts";

export const metadata: Metadata = { title: "Statement" };

export default async function StatementPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const currency = oneOf(params.currency, CURRENCIES);
  const { address } = params;
  if (!address || !currency) notFound();
  const period = periodOf(params, new Date());
  const statement = await read((caller) =>
    caller.reporting.ledger.statement({
      address,
      currency,
      from: period.from,
      to: period.to,
      cursor: params.cursor,
      limit: 100,
    }),
  );
  const view = { ...params, from: period.firstDay, until: period.lastDay };
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Ledger", href: "/ledger" }, { label: "Statement" }]} />}
        title={`${address}, ${currency}`}
      />
      <Filters
        action="/ledger/statement"
        params={view}
        kept={["address", "currency"]}
        texts={[
          { name: "from", label: "First day (UTC)", type: "date" },
          { name: "until", label: "Last day (UTC)", type: "date" },
        ]}
      />
      <div className="pb-6">
        <Facts
          rows={[
            ["Opened with", <Amount key="o" value={statement.opening} />],
            ["Closed with", <Amount key="c" value={statement.closing} />],
          ]}
        />
      </div>
      <List
        caption={`What moved on ${address} from ${period.firstDay} to ${period.lastDay}`}
        path="/ledger/statement"
        params={view}
        page={statement}
        keyOf={(line) => line.transferId}
        empty={{ title: "Nothing moved in this time.", hint: "Choose an earlier first day to see more." }}
        columns={[
          { head: "When", cell: (line) => <When at={line.effectiveAt} exact /> },
          { head: "What", cell: (line) => <RowLink href={`/ledger/entries/${line.entryId}`}>{line.kind}</RowLink> },
          {
            head: "About",
            cell: (line) => <RowLink href={`/ledger/entries?subject=${line.subject}`}>{line.subject}</RowLink>,
          },
          { head: "Other side", cell: (line) => line.counterpart },
          {
            head: "Debit",
            numeric: true,
            cell: (line) => (line.side === "debit" ? <Amount value={line.amount} /> : ""),
          },
          {
            head: "Credit",
            numeric: true,
            cell: (line) => (line.side === "credit" ? <Amount value={line.amount} /> : ""),
          },
          { head: "Balance", numeric: true, cell: (line) => <Amount value={line.balance} /> },
        ]}
      />
    </>
  );
}
