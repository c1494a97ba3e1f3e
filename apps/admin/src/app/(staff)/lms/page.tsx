import type { LmsSyncView } from "@stoa/api/lms/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../forms/act-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { type Column, List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { retryFailedSyncs, retrySync } from "./actions.ts";
import { Health } from "./health.tsx";

export const metadata: Metadata = { title: "LMS" };

const STATES = ["pending", "syncing", "synced", "failed"] as const;

const nextTry = (sync: LmsSyncView) => <When at={sync.status === "pending" ? sync.nextAttemptAt : null} />;

const RETRY: Column<LmsSyncView> = {
  head: "Do",
  cell: (sync) =>
    sync.status === "failed" ? (
      <ActForm
        id={`retry-${sync.id}`}
        action={retrySync}
        hidden={{ syncId: sync.id }}
        submit="Try again"
        busy="Queueing…"
        look="secondary"
        size="sm"
      />
    ) : null,
};

export default async function LmsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const [page, health] = await read((caller) =>
    Promise.all([
      caller.lms.syncs({
        cursor: params.cursor,
        limit: 50,
        status: oneOf(params.status, STATES),
        orderId: params.orderId,
      }),
      caller.lms.health(),
    ]),
  );
  return (
    <>
      <PageHeader
        title="LMS"
        lead="Each enrolment has its copy in the external LMS. A copy that fails is tried five times by itself."
        actions={
          health.syncs.failed > 0 ? (
            <ActForm
              id="retry-all"
              action={retryFailedSyncs}
              submit={`Try all ${health.syncs.failed} failed again`}
              busy="Queueing…"
              look="secondary"
              size="sm"
            />
          ) : undefined
        }
      />
      <Health health={health} />
      <Filters
        action="/lms"
        params={params}
        texts={[{ name: "orderId", label: "Of the order", hint: "ord_…" }]}
        choices={[{ name: "status", label: "State", any: "Any state", options: stateOptions(STATES) }]}
      />
      <List
        caption="Copies in the LMS, the newest first"
        path="/lms"
        params={params}
        page={page}
        keyOf={(sync) => sync.id}
        empty={{
          title: "No copies yet.",
          hint: "One is made for each purchase of a course that names a course in the LMS.",
        }}
        noMatch="Loosen the filters; an order’s id is looked for whole."
        columns={[
          {
            head: "Course",
            cell: (sync) =>
              sync.orderId ? <RowLink href={`/orders/${sync.orderId}`}>{sync.courseTitle}</RowLink> : sync.courseTitle,
          },
          { head: "State", cell: (sync) => <StateBadge state={sync.status} /> },
          ...(page.items.some((sync) => sync.status === "failed") ? [RETRY] : []),
          { head: "Learner", cell: (sync) => sync.email },
          { head: "There", cell: (sync) => sync.lmsEnrolment ?? sync.lmsCourse },
          {
            head: "Progress",
            numeric: true,
            cell: (sync) => (sync.lmsProgress === null ? "–" : `${Math.round(sync.lmsProgress)} %`),
          },
          { head: "Tries", numeric: true, cell: (sync) => sync.attempts },
          { head: "Next try", cell: nextTry },
          { head: "Synced", cell: (sync) => <When at={sync.syncedAt} /> },
          { head: "Last error", cell: (sync) => <span className="block min-w-48">{sync.lastError ?? "–"}</span> },
        ]}
      />
    </>
  );
}
