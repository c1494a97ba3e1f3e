import type { ApplicationView, PoolView } from "@stoa/api/grants/schemas";
import { addMs, DAY_MS, formatMoney } from "@stoa/kit";
import { Badge } from "@stoa/ui/badge";
import { Callout } from "@stoa/ui/callout";
import type { ReactNode } from "react";
import { Confirmed, Decisions } from "../../../forms/confirmed.tsx";
import { Amount } from "../../../parts/amount.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { Slab } from "../../../parts/slab.tsx";
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
    <Slab
      id={id}
      title={name}
      choose={choose}
      aside={
        status === "submitted" ? (
          <Badge tone={application.overdue ? "bad" : "waiting"}>{waitingTime(application.dueAt, now)}</Badge>
        ) : (
          <StateBadge state={standingOf(application)} />
        )
      }
    >
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
          ...(status === "submitted" ? [["To decide", application.assigneeName ?? "nobody yet"] as const] : []),
          ...decidedRows(application),
        ]}
      />
      <blockquote className="max-w-reading whitespace-pre-line border-line border-l-3 pl-4">
        {application.statement}
      </blockquote>
      <RevokeAward application={application} />
      {status === "submitted" ? <Decision application={application} pools={pools} now={now} /> : null}
    </Slab>
  );
}

/** An award that is over says more of an application than that it was approved once. */
function standingOf({ status, award }: ApplicationView): string {
  return award === null || award.status === "open" ? status : award.status;
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
          ["Granted", <Amount key="g" value={award.granted} />] as const,
          ["Left to pay", <Amount key="t" value={award.toPay} />] as const,
          ["Spent", award.spent === null ? "–" : <Amount key="x" value={award.spent} />] as const,
          ["Fund", award.poolName] as const,
          ["Until", <When key="u" at={award.expiresAt} />] as const,
        ]),
  ];
}

function inAMonth(now: Date): string {
  return addMs(now, 30 * DAY_MS)
    .toISOString()
    .slice(0, 10);
}

function Decision({ application, pools, now }: Omit<Props, "choose">) {
  const { id, own, requestedPercent } = application;
  const hidden = { id };
  if (own) return <Callout tone="info">This is your own application; somebody else decides it.</Callout>;
  return (
    <Decisions>
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
            {
              name: "expiresAt",
              label: "Good until",
              hint: "The end of that day, UTC; at most a year from now",
              type: "date",
              defaultValue: inAMonth(now),
            },
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
    </Decisions>
  );
}
