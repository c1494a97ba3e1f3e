import type { PaymentsOfOrder } from "@stoa/api/payments/schemas";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { When } from "../../../../parts/when.tsx";

/** Payments, refunds and disputes of an order, as its gateway told of them. */
export function MoneyMoved({ orderId, money }: { orderId: string; money: PaymentsOfOrder }) {
  const items = [
    ...money.payments.map((row) => ({ ...row, what: "Payment", reference: row.gatewayPaymentId })),
    ...money.refunds.map((row) => ({ ...row, what: "Refund", reference: row.gatewayRefundId ?? "–" })),
    ...money.disputes.map((row) => ({
      ...row,
      what: <RowLink href={`/disputes/${row.id}`}>Dispute</RowLink>,
      reference: row.gatewayDisputeId,
    })),
  ];
  return (
    <List
      caption="Payments, refunds and disputes"
      path={`/orders/${orderId}`}
      page={{ items }}
      keyOf={(row) => row.id}
      empty={{ title: "No money has moved.", hint: "A payment stands here once the gateway has told of it." }}
      columns={[
        { head: "What", cell: (row) => row.what },
        { head: "State", cell: (row) => <StateBadge state={row.status} /> },
        { head: "Amount", numeric: true, cell: (row) => <Amount value={row.amount} /> },
        { head: "Gateway", cell: (row) => row.gateway },
        { head: "Its id", cell: (row) => <code className="text-xs">{row.reference}</code> },
        { head: "When", cell: (row) => <When at={row.createdAt} /> },
      ]}
    />
  );
}
