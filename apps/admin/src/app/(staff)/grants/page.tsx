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
import { rejectMany } from "./actions.ts";
import { ApplicationSlab } from "./application-slab.tsx";
import { GrantTabs } from "./tabs.tsx";

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
  const page = await read((caller) =>
    caller.grants.applications.list({ status, id: params.id, cursor: params.cursor, limit: 20 }),
  );
  const { items: pools } = await read((caller) => caller.grants.pools.list());
  const now = new Date();
  const view = { state };
  return (
    <>
      <PageHeader
        title="Grants"
        lead="Applications for a course to be paid. An answer is promised within five days."
        actions={<ExportForm list="grants" filters={{ status }} />}
      />
      <GrantTabs current={state ? `/grants?state=${state}` : "/grants"} />
      <BulkForm
        id={CHOSEN}
        action={rejectMany}
        names={namesOf(page.items, nameToReject)}
        verbs={[
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
        <EmptyState title={state ? `Nothing was ${state} yet.` : "Nobody waits for an answer."}>
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
