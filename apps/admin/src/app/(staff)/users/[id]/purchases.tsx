import type { OrderSummary } from "@stoa/api/orders/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { When } from "../../../../parts/when.tsx";
import { href } from "../../../../server/query.ts";

/** The newest orders of a person's address. */
export function Purchases({
  orders,
  email,
}: {
  orders: { items: readonly OrderSummary[]; nextCursor: string | null };
  email: string;
}) {
  return (
    <>
      <List
        caption="Orders, the newest first"
        path="/orders"
        page={{ items: orders.items }}
        keyOf={(order) => order.id}
        empty={{ title: "Nothing bought.", hint: "Orders made with this address stand here." }}
        columns={[
          { head: "Order", cell: (order) => <RowLink href={`/orders/${order.id}`}>{order.titles.join(", ")}</RowLink> },
          { head: "State", cell: (order) => <StateBadge state={order.status} /> },
          { head: "Total", numeric: true, cell: (order) => <Amount value={order.total} /> },
          { head: "Placed", cell: (order) => <When at={order.createdAt} /> },
        ]}
      />
      {orders.nextCursor ? (
        <p className="text-sm">
          <RowLink href={href("/orders", { q: email })}>All orders of this address</RowLink>
        </p>
      ) : null}
    </>
  );
}
