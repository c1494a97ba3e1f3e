import { orderStatus } from "@stoa/api/orders/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../parts/amount.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { stateOf } from "../../../parts/states.ts";
import { When } from "../../../parts/when.tsx";
import { api } from "../../../server/api.ts";
import { oneOf, plain, type Search } from "../../../server/query.ts";

export const metadata: Metadata = { title: "Orders" };

export default async function OrdersPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const caller = await api();
  const q = params.q?.trim();
  const page = await caller.orders.listAll({
    cursor: params.cursor,
    limit: 50,
    status: oneOf(params.status, orderStatus.options),
    q: q && q.length >= 3 ? q : undefined,
  });
  return (
    <>
      <PageHeader title="Orders" />
      <Filters
        action="/orders"
        params={params}
        search={{ name: "q", label: "Find", hint: "An order's id, an e-mail or an invoice number, whole" }}
        choices={[
          {
            name: "status",
            label: "State",
            any: "Any state",
            options: orderStatus.options.map((value) => ({ value, label: stateOf(value).label })),
          },
        ]}
      />
      <List
        caption="Orders, the newest first"
        path="/orders"
        params={params}
        page={page}
        keyOf={(order) => order.id}
        empty={{ title: "No such order.", hint: "Loosen the filters; a search takes the whole id, address or number." }}
        columns={[
          { head: "Order", cell: (order) => <RowLink href={`/orders/${order.id}`}>{order.titles.join(", ")}</RowLink> },
          { head: "State", cell: (order) => <StateBadge state={order.status} /> },
          { head: "Total", numeric: true, cell: (order) => <Amount value={order.total} /> },
          { head: "Buyer", cell: (order) => order.email },
          { head: "Invoice", cell: (order) => order.invoiceNumber ?? "–" },
          { head: "Placed", cell: (order) => <When at={order.createdAt} /> },
        ]}
      />
    </>
  );
}
