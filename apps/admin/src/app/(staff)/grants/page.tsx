import type { ApplicationView } from "@stoa/api/grants/schemas";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Pager } from "@stoa/ui/pager";
import type { Metadata } from "next";
import Link from "next/link";
import { BulkForm } from "../../../forms/bulk-form.tsx";
import { namesOf } from "../../../forms/names-of.ts";
import { ChooseBox } from "../../../parts/choose-box.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { href, oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { decideMany } from "./actions.ts";
import { ApplicationSlab } from "./application-slab.tsx";
import { type GrantTab, GrantTabs } from "./tabs.tsx";

export const metadata: Metadata = { title: "Grants" };

/** The form of what is done with many. */
const CHOSEN = "chosen-applications";
/** How an application is called among those that this person can decide. */
const nameToReject = ({ status, own, name }: ApplicationView) => (status === "submitted" && !own ? name : null);

/** The review queue, the most urgent on top, and what was decided. */
export default async function GrantsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const state = oneOf(params.state, ["approved", "rejected"] as const);
  const status = state ?? "submitted";
  const assigned = state ? undefined : oneOf(params.assigned, ["me", "nobody"] as const);
  const page = await read((caller) =>
    caller.grants.applications.list({ status, id: params.id, assigned, cursor: params.cursor, limit: 20 }),
  );
  const { items: reviewers } = await read((caller) => caller.grants.applications.reviewers());
  const { items: pools } = await read((caller) => caller.grants.pools.list());
  const now = new Date();
  const view = { state, assigned };
  return (
    <>
      <PageHeader
        title="Grants"
        lead="Applications for a course to be paid. An answer is promised within five days."
        actions={<ExportForm list="grants" filters={{ status, assigned }} />}
      />
      <GrantTabs current={tabOf(state, assigned)} />
      <BulkForm
        id={CHOSEN}
        action={decideMany}
        names={namesOf(page.items, nameToReject)}
        verbs={[
          {
            verb: "assign",
            ask: "Assign…",
            consequence: "They find them under Mine. Everybody who decides about grants can still decide.",
            submit: "Assign them",
            fields: [
              {
                name: "assigneeId",
                label: "To",
                type: "select",
                options: [
                  ...reviewers.map(({ id, name }) => ({ value: id, label: name })),
                  { value: "nobody", label: "Nobody" },
                ],
              },
            ],
          },
          {
            verb: "reject",
            ask: "Reject…",
            consequence: "Every applicant is told why by a mail of their own, in your words. They may apply again.",
            submit: "Reject and tell them",
            look: "danger",
            fields: [{ name: "reason", label: "Why", type: "textarea", rows: 3 }],
          },
        ]}
      />
      {page.items.length === 0 ? (
        <EmptyState title={emptyTitle(state, assigned)}>
          Applications come from the course’s page in the shop, or from programs.
        </EmptyState>
      ) : (
        <ul className="grid gap-4">
          {page.items.map((application) => (
            <li key={application.id}>
              <ApplicationSlab
                application={application}
                pools={pools.filter(
                  (pool) => pool.status === "open" && pool.free.currency === application.course.price.currency,
                )}
                now={now}
                choose={nameToReject(application) === null ? null : <ChooseBox form={CHOSEN} {...application} />}
              />
            </li>
          ))}
        </ul>
      )}
      <Pager
        label="Applications, pages"
        link={Link}
        firstHref={params.cursor ? href("/grants", view) : null}
        nextHref={page.nextCursor ? href("/grants", { ...view, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}

function tabOf(state: "approved" | "rejected" | undefined, assigned: "me" | "nobody" | undefined): GrantTab {
  if (state) return `/grants?state=${state}`;
  return assigned ? `/grants?assigned=${assigned}` : "/grants";
}

function emptyTitle(state: string | undefined, assigned: string | undefined): string {
  if (state) return `Nothing was ${state} yet.`;
  if (assigned === "me") return "Nothing is yours to decide.";
  return assigned === "nobody" ? "Everything that waits is somebody’s." : "Nobody waits for an answer.";
}
