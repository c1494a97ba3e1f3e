import { outcomeOf } from "@stoa/api/http/problem";
import { gatewayName } from "@stoa/api/payments/schemas";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { CodeView } from "@stoa/ui/code-view";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ActForm } from "../../../../../parts/act-form.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { RowLink } from "../../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";
import { When } from "../../../../../parts/when.tsx";
import { act } from "../../../../../server/act.ts";
import { api } from "../../../../../server/api.ts";

export const metadata: Metadata = { title: "Event" };

export default async function InboxEventPage({ params }: { params: Promise<{ gateway: string; eventId: string }> }) {
  const raw = await params;
  const gateway = gatewayName.safeParse(raw.gateway);
  if (!gateway.success) notFound();
  const key = { gateway: gateway.data, eventId: decodeURIComponent(raw.eventId) };
  const caller = await api();
  const found = await outcomeOf(caller.payments.inboxEvent(key));
  if (!found.ok) notFound();
  const event = found.data;

  async function replay() {
    "use server";
    return act((again) => again.payments.replay(key), "Queued again. What was done already is not done twice.");
  }

  return (
    <>
      <PageHeader
        way={
          <Breadcrumb
            label="You are here"
            steps={[{ label: "Inbox", href: "/inbox" }, { label: event.eventId }]}
            link={Link}
          />
        }
        title={event.type}
        actions={<StateBadge state={event.deadAt ? "dead" : event.handledAt ? "handled" : "open"} />}
      />
      <div className="grid gap-8">
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
            ["Happened", <When key="h" at={event.occurredAt} />],
            ["Received", <When key="r" at={event.receivedAt} />],
            ["Handled", <When key="d" at={event.handledAt} />],
            ["Deliveries", event.deliveries],
            ["Tries", event.attempts],
            ["Outcome", event.outcome ?? "–"],
            ["Last error", event.lastError ?? "–"],
          ]}
        />
        <ActForm action={replay} submit="Replay" look="secondary" />
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
