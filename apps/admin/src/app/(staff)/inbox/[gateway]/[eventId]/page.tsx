import { gatewayName } from "@stoa/api/payments/schemas";
import { CodeView } from "@stoa/ui/code-view";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActForm } from "../../../../../forms/act-form.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { RowLink } from "../../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { When } from "../../../../../parts/when.tsx";
import { act } from "../../../../../server/act.ts";
import { read } from "../../../../../server/read.ts";
import { eventState } from "../../event-state.ts";

export const metadata: Metadata = { title: "Event" };

export default async function InboxEventPage({ params }: { params: Promise<{ gateway: string; eventId: string }> }) {
  const raw = await params;
  const gateway = gatewayName.safeParse(raw.gateway);
  if (!gateway.success) notFound();
  const key = { gateway: gateway.data, eventId: decodeURIComponent(raw.eventId) };
  const event = await read((caller) => caller.payments.inboxEvent(key));

  async function replay() {
    "use server";
    return act((caller) => caller.payments.replay(key), "Queued again. What was done already is not done twice.");
  }

  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Inbox", href: "/inbox" }, { label: event.eventId }]} />}
        title={event.type}
        actions={<StateBadge state={eventState(event)} />}
      />
      <div className="grid grid-cols-1 gap-8">
        <Facts
          rows={[
            ["Gateway", event.gateway],
            [
              "Order",
              event.orderId ? (
                <RowLink key="o" href={`/orders/${event.orderId}`}>
                  {event.orderId}
                </RowLink>
              ) : (
                "none"
              ),
            ],
            ["Happened", <When key="h" at={event.occurredAt} exact />],
            ["Received", <When key="r" at={event.receivedAt} exact />],
            ["Handled", <When key="d" at={event.handledAt} exact />],
            ["Deliveries", event.deliveries],
            ["Tries", event.attempts],
            ["Content", event.conflicting ? "came again with another body; the first is kept" : "the same each time"],
            ["Outcome", event.outcome ?? "–"],
            ["Last error", event.lastError ?? "–"],
          ]}
        />
        <ActForm id="replay" action={replay} submit="Replay" busy="Queueing…" look="secondary" />
        <CodeView label="The body as it arrived" code={pretty(event.payload)} />
      </div>
    </>
  );
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
