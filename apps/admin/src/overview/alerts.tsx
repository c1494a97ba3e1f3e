import { Callout } from "@stoa/ui/callout";
import { RowLink } from "../parts/row-link.tsx";
import { When } from "../parts/when.tsx";

/** Where the rows behind an alert are. */
const ROWS: Readonly<Record<string, string>> = {
  "lms-sync-failures": "/lms?status=failed",
  "lms-down": "/lms",
  "dead-letters": "/queues",
  "inbox-stale": "/inbox?state=waiting",
  "outbox-stale": "/queues",
  "orders-in-review": "/reviews",
  "invariant-broken": "/ledger/invariants",
};

/** What wants a person now, each with its rows and its runbook. */
export function Alerts({
  alerts,
}: {
  alerts: readonly { id: string; kind: string; summary: string; raisedAt: Date }[];
}) {
  if (alerts.length === 0) return <Callout tone="good" title="Nothing wants a person right now." />;
  return (
    <ul className="grid gap-3">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <Callout tone="bad" title={alert.summary}>
            Since <When at={alert.raisedAt} />. <RowLink href={ROWS[alert.kind] ?? "/"}>Look at the rows</RowLink>; what
            to do stands in docs/runbooks/{alert.kind}.md
          </Callout>
        </li>
      ))}
    </ul>
  );
}
