import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { api } from "../../../server/api.ts";
import { oneOf, plain, type Search } from "../../../server/query.ts";

export const metadata: Metadata = { title: "Inbox" };

const STATES = ["waiting", "dead", "conflicting"] as const;

export default async function InboxPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const caller = await api();
  const page = await caller.payments.inbox({
    cursor: params.cursor,
    limit: 50,
    state: oneOf(params.state, STATES),
    orderId: params.orderId,
  });
  return (
    <>
      <PageHeader
        title="Inbox"
        lead="Every event of a gateway, as it came: stored before it was answered, and handled once."
      />
      <Filters
        action="/inbox"
        params={params}
        search={{ name: "orderId", label: "Of the order", hint: "ord_…" }}
        choices={[
          {
            name: "state",
            label: "State",
            any: "Any state",
            options: [
              { value: "waiting", label: "waiting" },
              { value: "dead", label: "given up" },
              { value: "conflicting", label: "same id, other content" },
            ],
          },
        ]}
      />
      <List
        caption="Events, the newest first"
        path="/inbox"
        params={params}
        page={page}
        keyOf={(event) => `${event.gateway}/${event.eventId}`}
        empty={{ title: "No events.", hint: "They arrive when somebody pays." }}
        columns={[
          {
            head: "Event",
            cell: (event) => (
              <RowLink href={`/inbox/${event.gateway}/${encodeURIComponent(event.eventId)}`}>{event.type}</RowLink>
            ),
          },
          {
            head: "State",
            cell: (event) => <StateBadge state={event.deadAt ? "dead" : event.handledAt ? "handled" : "open"} />,
          },
          { head: "Gateway", cell: (event) => event.gateway },
          {
            head: "Order",
            cell: (event) =>
              event.orderId ? <RowLink href={`/orders/${event.orderId}`}>{event.orderId.slice(-8)}</RowLink> : "–",
          },
          { head: "Delivered", numeric: true, cell: (event) => `${event.deliveries}×` },
          { head: "Tries", numeric: true, cell: (event) => event.attempts },
          { head: "Received", cell: (event) => <When at={event.receivedAt} /> },
          { head: "Outcome", cell: (event) => event.lastError ?? event.outcome ?? "–" },
        ]}
      />
    </>
  );
}
