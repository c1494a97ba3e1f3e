import { gatewayName } from "@stoa/api/payments/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { BulkForm } from "../../../forms/bulk-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import type { Api } from "../../../server/api.ts";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { replayMany } from "./actions.ts";
import { eventState } from "./event-state.ts";

export const metadata: Metadata = { title: "Inbox" };

const STATES = [
  { value: "waiting", label: "waiting" },
  { value: "dead", label: "given up" },
  { value: "conflicting", label: "same id, other content" },
] as const;

/** The form of what is done with many. */
const CHOSEN = "chosen-events";

type Event = Awaited<ReturnType<Api["payments"]["inbox"]>>["items"][number];
const keyOf = ({ gateway, eventId }: Event) => `${gateway}/${eventId}`;
const nameOf = ({ type, eventId }: Event) => `${type} ${eventId}`;
/** One that waits for its first try is worked soon. */
const replayable = ({ handledAt, deadAt, attempts }: Event) => handledAt !== null || deadAt !== null || attempts > 0;

export default async function InboxPage({ searchParams }: { searchParams: Search }) {
  const [me, params] = [await mustBeColleague(), await plain(searchParams)];
  const page = await read((caller) =>
    caller.payments.inbox({
      cursor: params.cursor,
      limit: 50,
      state: oneOf(
        params.state,
        STATES.map((state) => state.value),
      ),
      gateway: oneOf(params.gateway, gatewayName.options),
      orderId: params.orderId,
    }),
  );
  const mayReplay = me.permissions.has("webhook:replay");
  return (
    <>
      <PageHeader
        title="Inbox"
        lead="Every event of a gateway, as it came: stored before it was answered, and handled once."
      />
      <Filters
        action="/inbox"
        params={params}
        texts={[{ name: "orderId", label: "Of the order", hint: "ord_…" }]}
        choices={[
          { name: "state", label: "State", any: "Any state", options: STATES },
          {
            name: "gateway",
            label: "Gateway",
            any: "Any gateway",
            options: gatewayName.options.map((value) => ({ value, label: value })),
          },
        ]}
      />
      {mayReplay ? (
        <BulkForm
          id={CHOSEN}
          action={replayMany}
          names={Object.fromEntries(page.items.filter(replayable).map((event) => [keyOf(event), nameOf(event)]))}
          verbs={[
            {
              verb: "replay",
              ask: "Replay…",
              consequence: "Each is worked again. What was done already is not done twice.",
              submit: "Replay them",
            },
          ]}
        />
      ) : null}
      <List<Event>
        caption="Events, the newest first"
        path="/inbox"
        params={params}
        page={page}
        keyOf={keyOf}
        {...(mayReplay
          ? { choose: { form: CHOSEN, nameOf: (event) => (replayable(event) ? nameOf(event) : null) } }
          : {})}
        empty={{ title: "No events yet.", hint: "They arrive when somebody pays." }}
        noMatch="Loosen the filters; an order’s id is looked for whole."
        columns={[
          {
            head: "Event",
            cell: (event) => (
              <RowLink href={`/inbox/${event.gateway}/${encodeURIComponent(event.eventId)}`}>{event.type}</RowLink>
            ),
          },
          { head: "State", cell: (event) => <StateBadge state={eventState(event)} /> },
          { head: "Gateway", cell: (event) => event.gateway },
          {
            head: "Order",
            cell: (event) =>
              event.orderId ? <RowLink href={`/orders/${event.orderId}`}>…{event.orderId.slice(-8)}</RowLink> : "–",
          },
          {
            head: "Delivered",
            numeric: true,
            cell: (event) => `${event.deliveries}×`,
          },
          { head: "Tries", numeric: true, cell: (event) => event.attempts },
          {
            head: "Received",
            cell: (event) => <When at={event.receivedAt} exact />,
          },
          { head: "Outcome", cell: (event) => event.lastError ?? event.outcome ?? "–" },
        ]}
      />
    </>
  );
}
