import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../parts/amount.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { href, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { LedgerTabs } from "./tabs.tsx";

export const metadata: Metadata = { title: "Ledger" };

export default async function AccountsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) =>
    caller.reporting.ledger.accounts({ prefix: params.prefix, cursor: params.cursor, limit: 50 }),
  );
  return (
    <>
      <PageHeader title="Ledger" />
      <LedgerTabs current="/ledger" />
      <Filters
        action="/ledger"
        params={params}
        texts={[{ name: "prefix", label: "Accounts that begin with", hint: "gateway/, revenue/, tax/…" }]}
      />
      <List
        caption="Accounts, by address"
        path="/ledger"
        params={params}
        page={page}
        keyOf={(account) => `${account.address} ${account.currency}`}
        empty={{ title: "No accounts yet.", hint: "An account appears with the first entry that touches it." }}
        noMatch="An account is found by how its address begins."
        columns={[
          {
            head: "Account",
            cell: ({ address, currency }) => (
              <RowLink href={href("/ledger/statement", { address, currency })}>{address}</RowLink>
            ),
          },
          { head: "Kind", cell: (account) => account.kind },
          {
            head: "Balance",
            numeric: true,
            cell: (account) => <Amount value={account.balance} />,
          },
          { head: "Held", numeric: true, cell: (account) => <Amount value={account.held} /> },
          { head: "Available", numeric: true, cell: (account) => <Amount value={account.available} /> },
          { head: "Meaning", cell: (account) => <span className="text-ink-soft">{account.meaning}</span> },
        ]}
      />
    </>
  );
}
