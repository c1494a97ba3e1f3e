import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { When } from "../../../../parts/when.tsx";
import { plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { PayoutTabs } from "../tabs.tsx";
import { batchName } from "../words.ts";

export const metadata: Metadata = { title: "Batches of payouts" };

export default async function BatchesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) => caller.payouts.manage.batches({ cursor: params.cursor, limit: 50 }));
  return (
    <>
      <PageHeader title="Payouts" lead="Payouts that were asked for together, and are approved together." />
      <PayoutTabs current="/payouts/batches" />
      <List
        caption="Batches"
        path="/payouts/batches"
        params={params}
        page={page}
        keyOf={(batch) => batch.id}
        empty={{ title: "No batches yet.", hint: "The first of each month brings one for each currency." }}
        columns={[
          { head: "Batch", cell: ({ id, key }) => <RowLink href={`/payouts/batches/${id}`}>{batchName(key)}</RowLink> },
          { head: "Payouts", numeric: true, cell: ({ payouts }) => payouts.toLocaleString("en-GB") },
          { head: "Await approval", numeric: true, cell: ({ waiting }) => waiting.toLocaleString("en-GB") },
          { head: "Total", numeric: true, cell: ({ total }) => <Amount value={total} /> },
          { head: "Arrived", numeric: true, cell: ({ paid }) => <Amount value={paid} /> },
          { head: "Made", cell: ({ createdAt }) => <When at={createdAt} /> },
        ]}
      />
    </>
  );
}
