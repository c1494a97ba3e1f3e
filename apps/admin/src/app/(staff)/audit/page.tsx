import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { When } from "../../../parts/when.tsx";
import { href, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { Change } from "./change.tsx";
import { auditFilters, exportFilters, FILTERS } from "./filters.ts";
import { subjectPage } from "./subject-page.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) =>
    caller.audit.search({ ...auditFilters(params), cursor: params.cursor, limit: 50 }),
  );
  return (
    <>
      <PageHeader
        title="Audit"
        lead="Who changed what, written in the transaction of the change."
        actions={<ExportForm list="audit" needs="audit:export" filters={exportFilters(params)} />}
      />
      <Filters action="/audit" params={params} texts={FILTERS} />
      <List
        caption="Entries, the newest first"
        path="/audit"
        params={params}
        page={page}
        keyOf={(entry) => entry.id}
        empty={{
          title: "No such entries.",
          hint: "Loosen the filters. An action is `orders.settle_payment`, or `orders` for all.",
        }}
        columns={[
          { head: "When", cell: (entry) => <When at={entry.createdAt} exact /> },
          {
            head: "Who",
            cell: (entry) =>
              entry.actorKind === "user" && entry.actorId ? (
                <RowLink href={`/users/${entry.actorId}`}>{entry.actorName ?? entry.actorId}</RowLink>
              ) : (
                `${entry.actorKind} ${entry.actorId ?? ""}`
              ),
          },
          {
            head: "Did",
            cell: (entry) => <RowLink href={href("/audit", { action: entry.action })}>{entry.action}</RowLink>,
          },
          {
            head: "To",
            cell: (entry) => (
              <RowLink href={subjectPage(entry)}>
                <span className="whitespace-nowrap">{`${entry.subjectKind} …${entry.subjectId.slice(-8)}`}</span>
              </RowLink>
            ),
          },
          { head: "Change", cell: (entry) => <Change entry={entry} /> },
          { head: "From", cell: (entry) => entry.ip ?? "–" },
          {
            head: "Correlation",
            cell: (entry) => (
              <RowLink href={href("/audit", { correlationId: entry.correlationId })}>
                <span className="whitespace-nowrap">…{entry.correlationId.slice(-8)}</span>
              </RowLink>
            ),
          },
        ]}
      />
    </>
  );
}
