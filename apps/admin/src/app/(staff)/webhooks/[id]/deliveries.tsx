import { DELIVERY_STATUSES, type DeliveryRow } from "@stoa/api/webhooks/schemas";
import { Filters } from "../../../../parts/filters.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { When } from "../../../../parts/when.tsx";
import { deliveryState } from "../words.ts";

interface DeliveriesProps {
  endpointId: string;
  page: { items: readonly DeliveryRow[]; nextCursor: string | null };
  params: Readonly<Record<string, string>>;
}

/** What an endpoint was told, the newest first. */
export function Deliveries({ endpointId, page, params }: DeliveriesProps) {
  const path = `/webhooks/${endpointId}`;
  return (
    <div>
      <Filters
        action={path}
        params={params}
        choices={[
          {
            name: "status",
            label: "State",
            any: "Any state",
            options: DELIVERY_STATUSES.map((value) => ({ value, label: value })),
          },
        ]}
      />
      <List<DeliveryRow>
        caption="Deliveries, the newest first"
        path={path}
        params={params}
        page={page}
        keyOf={({ id }) => id}
        empty={{ title: "Nothing was sent yet.", hint: "Send a test event, or wait for one of its own." }}
        noMatch="Choose another state."
        columns={[
          { head: "Event", cell: ({ id, type }) => <RowLink href={`/webhooks/deliveries/${id}`}>{type}</RowLink> },
          { head: "State", cell: (delivery) => <StateBadge state={deliveryState(delivery)} /> },
          { head: "Last answer", numeric: true, cell: ({ lastStatus }) => lastStatus ?? "–" },
          { head: "Tries", numeric: true, cell: ({ attempts }) => attempts },
          { head: "Happened", cell: ({ createdAt }) => <When at={createdAt} exact /> },
          { head: "Next try", cell: ({ nextAttemptAt }) => <When at={nextAttemptAt} exact /> },
        ]}
      />
    </div>
  );
}
