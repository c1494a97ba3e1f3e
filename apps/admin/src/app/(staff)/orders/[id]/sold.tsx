import type { OrderView } from "@stoa/api/orders/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { When } from "../../../../parts/when.tsx";

type Line = OrderView["lines"][number];

/** The lines of an order, and how its total comes about. */
export function Sold({ order }: { order: OrderView }) {
  const { tax } = order;
  return (
    <>
      <List
        caption="Lines of the order"
        path={`/orders/${order.id}`}
        page={{ items: order.lines }}
        keyOf={(line) => line.id}
        empty={{ title: "No lines.", hint: "An order always has lines." }}
        columns={[
          {
            head: "What",
            cell: (line) =>
              line.kind === "course" ? <RowLink href={`/courses/${line.id}`}>{line.title}</RowLink> : line.title,
          },
          { head: "Each", numeric: true, cell: (line) => <Amount value={line.unit} /> },
          ...(order.couponCode
            ? [{ head: "Taken off", numeric: true, cell: (line: Line) => <Amount value={line.discount} /> }]
            : []),
          { head: "Tax", numeric: true, cell: (line) => <Amount value={line.tax} /> },
          { head: "Total", numeric: true, cell: (line) => <Amount value={line.total} /> },
          { head: "Handed over", cell: (line) => <When at={line.fulfilledAt} /> },
          ...(order.lines.some((line) => line.reversedAt)
            ? [{ head: "Taken back", cell: (line: Line) => <When at={line.reversedAt} /> }]
            : []),
        ]}
      />
      <Facts
        rows={[
          ["Buyer", order.email],
          ["Subtotal", <Amount key="s" value={order.subtotal} />],
          ...(order.couponCode
            ? [[`Taken off by ${order.couponCode}`, <Amount key="d" value={order.discount} />] as const]
            : []),
          [`${tax.name}, ${tax.rateBps / 100} %, ${tax.country}, ${tax.mode}`, <Amount key="t" value={tax.amount} />],
          ["Total", <Amount key="total" value={order.total} />],
          ["Refunded", <Amount key="r" value={order.refunded} />],
          ["Invoice", order.invoiceNumber ?? "none yet"],
          ["Placed", <When key="c" at={order.createdAt} />],
          ["Paid", <When key="p" at={order.paidAt} />],
          ["Lapses", <When key="e" at={order.expiresAt} />],
        ]}
      />
    </>
  );
}
