import type { EndpointView } from "@stoa/api/webhooks/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { Section } from "../../../parts/section.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { endpointState } from "./words.ts";

export const metadata: Metadata = { title: "Webhooks" };

/** Other systems that are told what happens here. */
export default async function WebhooksPage() {
  const me = await mustBeColleague();
  const endpoints = await read((caller) => caller.webhooks.endpoints());
  return (
    <>
      <PageHeader
        title="Webhooks"
        lead="Other systems that are told what happens here. Messages are signed, and tried for three days."
      />
      <List<EndpointView>
        caption="Endpoints, the oldest first"
        path="/webhooks"
        page={endpoints}
        keyOf={(endpoint) => endpoint.id}
        empty={{ title: "Nobody is told yet.", hint: "Add the address of another system, and choose its events." }}
        columns={[
          { head: "Whose", cell: ({ id, description }) => <RowLink href={`/webhooks/${id}`}>{description}</RowLink> },
          { head: "State", cell: (endpoint) => <StateBadge state={endpointState(endpoint)} /> },
          { head: "Address", cell: ({ url }) => <span className="figures break-all">{url}</span> },
          { head: "Events", numeric: true, cell: ({ eventTypes }) => eventTypes.length },
          { head: "Delivered", numeric: true, cell: ({ counts }) => counts.delivered.toLocaleString("en-GB") },
          { head: "Under way", numeric: true, cell: ({ counts }) => counts.pending.toLocaleString("en-GB") },
          {
            head: "Missed",
            numeric: true,
            cell: ({ counts }) => (counts.failed + counts.held).toLocaleString("en-GB"),
          },
          { head: "Since", cell: ({ createdAt }) => <When at={createdAt} /> },
        ]}
      />
      {me.permissions.has("webhook:manage") ? (
        <div className="pt-10">
          <Section title="A new endpoint" anchor="new">
            <EndpointForm />
          </Section>
        </div>
      ) : null}
    </>
  );
}
