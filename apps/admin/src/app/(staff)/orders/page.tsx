import { listAllOrdersInput, orderStatus } from "@stoa/api/orders/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../parts/amount.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";

export const metadata: Metadata = { title: "Orders" };

const SORTS = listAllOrdersInput.shape.sort.unwrap().options;

/** The API refuses shorter searches: they would match nothing. */
const SHORTEST_SEARCH = 3;

export default async function OrdersPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const q = params.q?.trim() ?? "";
  const sort = oneOf(params.sort, SORTS) ?? "-placed";
  const page = await read((caller) =>
    caller.orders.listAll({
      cursor: params.cursor,
      limit: 50,
      sort,
      status: oneOf(params.status, orderStatus.options),
      q: q.length >= SHORTEST_SEARCH ? q : undefined,
    }),
  );
  return (
    <>
      <PageHeader
        title="Orders"
        actions={
          <>
            <ExportForm list="orders" filters={{ ...params, q: q.length >= SHORTEST_SEARCH ? q : undefined }} />
            <ExportForm list="refunds" label="Export refunds" />
          </>
        }
      />
      <Filters
        action="/orders"
        params={params}
        texts={[{ name: "q", label: "Find", hint: "An order’s id, an e-mail or an invoice number, whole" }]}
        choices={[{ name: "status", label: "State", any: "Any state", options: stateOptions(orderStatus.options) }]}
      />
      <List
        caption="Orders"
        path="/orders"
        params={params}
        page={page}
        sorted={sort}
        keyOf={(order) => order.id}
        empty={{ title: "No orders yet.", hint: "An order stands here as soon as somebody goes on to pay." }}
        noMatch="Loosen the filters; a search takes the whole id, address or number."
        columns={[
          {
            head: "Order",
            cell: (order) => <RowLink href={`/orders/${order.id}`}>{order.titles.join(", ")}</RowLink>,
          },
          {
            head: "Id",
            cell: (order) => (
              <RowLink href={`/orders/${order.id}`}>
                <span className="whitespace-nowrap">ord_…{order.id.slice(-6)}</span>
              </RowLink>
            ),
          },
          { head: "State", cell: (order) => <StateBadge state={order.status} /> },
          {
            head: "Total",
            sort: "total",
            numeric: true,
            cell: (order) => <Amount value={order.total} />,
          },
          { head: "Buyer", sort: "buyer", cell: (order) => order.email },
          { head: "Invoice", cell: (order) => <span className="whitespace-nowrap">{order.invoiceNumber ?? "–"}</span> },
          { head: "Placed", sort: "placed", cell: (order) => <When at={order.createdAt} /> },
          { head: "Paid", cell: (order) => <When at={order.paidAt} /> },
        ]}
      />
    </>
  );
}
