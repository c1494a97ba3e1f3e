import { outcomeOf } from "@stoa/api/http/problem";
import type { TimelineEntry } from "@stoa/api/orders/schemas";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { JsonView } from "@stoa/ui/code-view";
import { PageHeader } from "@stoa/ui/page-header";
import { Timeline } from "@stoa/ui/timeline";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { stateOf } from "../../../../parts/states.ts";
import { When } from "../../../../parts/when.tsx";
import { api } from "../../../../server/api.ts";

export const metadata: Metadata = { title: "Order" };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const caller = await api();
  const found = await outcomeOf(
    Promise.all([caller.orders.get({ id }), caller.orders.timeline({ id }), caller.payments.ofOrder({ orderId: id })]),
  );
  if (!found.ok) notFound();
  const [order, timeline, money] = found.data;
  return (
    <>
      <PageHeader
        way={
          <Breadcrumb
            label="You are here"
            steps={[{ label: "Orders", href: "/orders" }, { label: order.id }]}
            link={Link}
          />
        }
        title={order.lines.map((line) => line.title).join(", ")}
        actions={<StateBadge state={order.status} />}
      />
      <div className="grid gap-10 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-10">
          <Section title="What was sold">
            <List
              caption="Lines of the order"
              path={`/orders/${id}`}
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
                { head: "Tax", numeric: true, cell: (line) => <Amount value={line.tax} /> },
                { head: "Total", numeric: true, cell: (line) => <Amount value={line.total} /> },
                { head: "Handed over", cell: (line) => <When at={line.fulfilledAt} /> },
              ]}
            />
            <Facts
              rows={[
                ["Buyer", order.email],
                ["Subtotal", <Amount key="s" value={order.subtotal} />],
                [
                  `${order.tax.name} ${order.tax.rateBps / 100} % (${order.tax.country}, ${order.tax.mode})`,
                  <Amount key="t" value={order.tax.amount} />,
                ],
                ["Total", <Amount key="total" value={order.total} />],
                ["Refunded", <Amount key="r" value={order.refunded} />],
                ["Invoice", order.invoiceNumber ?? "none yet"],
                ["Placed", <When key="c" at={order.createdAt} />],
                ["Paid", <When key="p" at={order.paidAt} />],
                ["Lapses", <When key="e" at={order.expiresAt} />],
              ]}
            />
          </Section>
          <Section title="Money that moved">
            <List
              caption="Payments, refunds and disputes"
              path={`/orders/${id}`}
              page={{
                items: [
                  ...money.payments.map((row) => ({ ...row, what: "Payment", reference: row.gatewayPaymentId })),
                  ...money.refunds.map((row) => ({ ...row, what: "Refund", reference: row.gatewayRefundId ?? "–" })),
                  ...money.disputes.map((row) => ({ ...row, what: "Dispute", reference: row.gatewayDisputeId })),
                ],
              }}
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
            <p className="text-sm">
              <RowLink href={`/ledger?subject=${id}`}>The entries in the books</RowLink>
            </p>
          </Section>
        </div>
        <Section title="Everything that happened">
          <Timeline events={timeline.items.map(toEvent)} />
        </Section>
      </div>
    </>
  );
}

const SOURCES: Readonly<Record<TimelineEntry["source"], string>> = {
  audit: "Record",
  webhook: "Gateway's event",
  job: "Job",
  mail: "Mail",
  gateway_call: "Call to the gateway",
  ledger: "Books",
};

function toEvent(entry: TimelineEntry) {
  return {
    id: `${entry.source}-${entry.id}`,
    title: `${SOURCES[entry.source]}: ${entry.what}${entry.state ? `, ${stateOf(entry.state).label}` : ""}`,
    time: <When at={entry.at} />,
    tone: entry.state ? stateOf(entry.state).tone : ("plain" as const),
    detail: entry.details ? (
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-aegean text-sm">Details</summary>
        <JsonView label={entry.id} value={entry.details} />
      </details>
    ) : undefined,
  };
}
