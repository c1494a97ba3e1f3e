import type { ApplicationView, PoolView } from "@stoa/api/grants/schemas";
import { formatMoney } from "@stoa/kit";
import { Badge } from "@stoa/ui/badge";
import { Callout } from "@stoa/ui/callout";
import { Card } from "@stoa/ui/card";
import type { ReactNode } from "react";
import { Confirmed } from "../../../forms/confirmed.tsx";
import { Amount } from "../../../parts/amount.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { approve, reject } from "./actions.ts";
import { RevokeAward } from "./revoke-award.tsx";
import { waitingTime } from "./waiting-time.ts";

interface Props {
  application: ApplicationView;
  /** Funds that can pay it: open, and of the course's currency. */
  pools: readonly PoolView[];
  now: Date;
  /** The box that chooses it, where something is done with many. */
  choose: ReactNode;
}

/** One application, in the applicant's own words, with what is to be decided or was. */
export function ApplicationSlab({ application, pools, now, choose }: Props) {
  const { id, course, name, email, status } = application;
  return (
    <Card>
      <article aria-labelledby={id} className="grid gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <div className="flex items-baseline gap-2">
            {choose}
            <h2 id={id} className="title text-xl">
              {name}
            </h2>
          </div>
          {status === "submitted" ? (
            <Badge tone={application.overdue ? "bad" : "waiting"}>{waitingTime(application.dueAt, now)}</Badge>
          ) : (
            <StateBadge state={status} />
          )}
        </div>
        <Facts
          rows={[
            ["E-mail", email],
            [
              "Course",
              <RowLink key="c" href={`/courses/${course.id}`}>
                {course.title}
              </RowLink>,
            ],
            ["Price", <Amount key="p" value={course.price} />],
            ["Asks for", `${application.requestedPercent}%`],
            ["Sent", <When key="s" at={application.createdAt} />],
            ...decidedRows(application),
          ]}
        />
        <blockquote className="max-w-reading whitespace-pre-line border-line border-l-3 pl-4">
          {application.statement}
        </blockquote>
        <RevokeAward application={application} />
        {status === "submitted" ? <Decision application={application} pools={pools} /> : null}
      </article>
    </Card>
  );
}

function decidedRows({ decidedAt, reviewerName, reason, award }: ApplicationView) {
  if (decidedAt === null) return [];
  return [
    ["Decided", <When key="d" at={decidedAt} />] as const,
    ["By", reviewerName ?? "the system"] as const,
    ...(reason === null ? [] : [["Reason", reason] as const]),
    ...(award === null
      ? []
      : [
          ["Award", <StateBadge key="a" state={award.status} />] as const,
          ["Granted", <Amount key="g" value={award.granted} />] as const,
          ["Left to pay", <Amount key="t" value={award.toPay} />] as const,
          ["Spent", award.spent === null ? "–" : <Amount key="x" value={award.spent} />] as const,
          ["Fund", award.poolName] as const,
          ["Until", <When key="u" at={award.expiresAt} />] as const,
        ]),
  ];
}

function Decision({ application, pools }: Omit<Props, "now" | "choose">) {
  const { id, own, requestedPercent } = application;
  const hidden = { id };
  if (own) return <Callout tone="info">This is your own application; somebody else decides it.</Callout>;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {pools.length === 0 ? (
        <Callout tone="bad">
          No open fund is in {application.course.price.currency}. Make one under Funds first.
        </Callout>
      ) : (
        <Confirmed
          id={`approve-${id}`}
          ask="Approve…"
          consequence="So much of the price is kept aside in the fund, and a code for this person alone is sent. What they are to pay is fixed now, whatever becomes of the price."
          action={approve}
          hidden={hidden}
          fields={[
            {
              name: "percent",
              label: "Per cent of the price",
              inputMode: "numeric",
              defaultValue: String(requestedPercent),
            },
            { name: "days", label: "Good for how many days", inputMode: "numeric", defaultValue: "30" },
            {
              name: "poolId",
              label: "Fund",
              type: "select",
              options: pools.map((pool) => ({
                value: pool.id,
                label: `${pool.name}, ${formatMoney(pool.free, "en-GB")} free`,
              })),
            },
          ]}
          submit="Approve and tell them"
          busy="Approving…"
        />
      )}
      <Confirmed
        id={`reject-${id}`}
        ask="Reject…"
        consequence="The applicant is told why by mail, in your words. They may apply again."
        action={reject}
        hidden={hidden}
        fields={[{ name: "reason", label: "Why", type: "textarea", rows: 3 }]}
        submit="Reject and tell them"
        busy="Rejecting…"
        look="secondary"
      />
    </div>
  );
}
