import type { TimelineEntry } from "@stoa/api/orders/schemas";
import { JsonView } from "@stoa/ui/code-view";
import { Timeline } from "@stoa/ui/timeline";
import { RowLink } from "../../../../parts/row-link.tsx";
import { stateOf } from "../../../../parts/states.ts";
import { When } from "../../../../parts/when.tsx";

/** Everything that happened to an order, oldest first; each step opens what is known of it. */
export function OrderTimeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return <Timeline events={entries.map(toEvent)} />;
}

const SOURCES: Readonly<Record<TimelineEntry["source"], string>> = {
  audit: "Record",
  webhook: "Gateway’s event",
  job: "Job",
  mail: "Mail",
  gateway_call: "Call to the gateway",
  ledger: "Books",
};

function toEvent(entry: TimelineEntry) {
  // The state of an audit entry is who acted: no word for how it went.
  const state = entry.source === "audit" || !entry.state ? null : stateOf(entry.state);
  const target = pageOf(entry);
  return {
    id: `${entry.source}-${entry.id}`,
    title: (
      <>
        <span className="font-normal text-ink-faint">{SOURCES[entry.source]}</span>{" "}
        {target ? <RowLink href={target}>{entry.what}</RowLink> : entry.what}
        {state ? <span className="font-normal text-ink-soft">, {state.label}</span> : null}
      </>
    ),
    time: <When at={entry.at} exact />,
    tone: state?.tone ?? ("plain" as const),
    detail: entry.details ? (
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-aegean text-sm">
          Details<span className="sr-only"> of {entry.what}</span>
        </summary>
        <div className="pt-2">
          <JsonView label={entry.id} value={entry.details} />
        </div>
      </details>
    ) : undefined,
  };
}

/** The page of the thing itself, where it has one. */
function pageOf({ source, id, details }: TimelineEntry): string | null {
  if (source === "webhook") return `/inbox/${details?.gateway}/${encodeURIComponent(id)}`;
  return source === "ledger" ? `/ledger/entries/${id}` : null;
}
