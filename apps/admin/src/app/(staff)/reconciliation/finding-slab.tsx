import type { FindingView } from "@stoa/api/reconciliation/schemas";
import type { ReactNode } from "react";
import { Confirmed, Decisions } from "../../../forms/confirmed.tsx";
import { Amount } from "../../../parts/amount.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { Slab } from "../../../parts/slab.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { explain, takeOver } from "./actions.ts";

const TITLES: Readonly<Record<FindingView["kind"], (subject: string) => string>> = {
  missing_here: (subject) => `A ${subject} that is not booked here`,
  missing_there: (subject) => `A ${subject} that the gateway does not know`,
  amount_differs: (subject) => `A ${subject} of another amount`,
  status_differs: (subject) => `A ${subject} in another state`,
};

/** One difference between a gateway's statement and the books: both words, and the two ways to settle it. */
export function FindingSlab({
  finding,
  mayResolve,
  choose,
}: {
  finding: FindingView;
  mayResolve: boolean;
  /** The box that chooses it, where something is done with many. */
  choose: ReactNode;
}) {
  const { id, kind, subject, status } = finding;
  return (
    <Slab id={id} title={TITLES[kind](subject)} choose={choose} aside={<StateBadge state={status} />}>
      <div className="grid gap-px overflow-hidden rounded-md bg-line outline outline-line sm:grid-cols-2">
        <Side title="Here" word={finding.here} />
        <Side title={`At ${finding.gateway}`} word={finding.there} />
      </div>
      <Facts
        rows={[
          ["Gateway’s id", finding.gatewayRef],
          [
            "Order",
            finding.orderId ? (
              <RowLink key="o" href={`/orders/${finding.orderId}`}>
                {finding.orderId}
              </RowLink>
            ) : (
              "none"
            ),
          ],
          ["Happened", <When key="w" at={finding.occurredAt} exact />],
          ["First seen", <When key="f" at={finding.firstSeenAt} />],
          ...(finding.note ? ([["Explained", finding.note]] as const) : []),
        ]}
      />
      {status === "open" && mayResolve ? <Ways finding={finding} /> : null}
    </Slab>
  );
}

function Side({ title, word }: { title: string; word: FindingView["here"] }) {
  return (
    <div className="grid gap-1 bg-surface p-4">
      <h3 className="text-ink-faint text-sm">{title}</h3>
      {word ? (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-lg">
            <Amount value={word.amount} />
          </span>
          <StateBadge state={word.status} />
        </p>
      ) : (
        <p className="text-ink-soft">Nothing is known of it.</p>
      )}
    </div>
  );
}

function Ways({ finding: { id, kind, gateway } }: { finding: FindingView }) {
  return (
    <Decisions>
      {kind === "missing_here" || kind === "status_differs" ? (
        <Confirmed
          id={`take-${id}`}
          ask="Take over…"
          consequence={`${gateway} is asked anew and its word is booked as if its event had come: a sale is handed over, money that does not fit is held for review, a refund or a dispute is booked. What is booked already is not booked twice.`}
          action={takeOver}
          hidden={{ id }}
          submit="Ask and take over"
          busy="Asking…"
        />
      ) : null}
      <Confirmed
        id={`explain-${id}`}
        ask="Explain…"
        consequence="For what is right as it is. It is not raised again while both sides say the same as now."
        action={explain}
        hidden={{ id }}
        fields={[{ name: "note", label: "Why it is so", type: "textarea", rows: 2 }]}
        submit="Write it down"
        busy="Writing…"
        look="secondary"
      />
    </Decisions>
  );
}
