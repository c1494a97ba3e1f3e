import type { FindingView } from "@stoa/api/reconciliation/schemas";
import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import Link from "next/link";
import { BulkForm, type BulkVerb } from "../../../forms/bulk-form.tsx";
import { namesOf } from "../../../forms/names-of.ts";
import { ChooseBox } from "../../../parts/choose-box.tsx";
import { href } from "../../../server/query.ts";
import { currentActor } from "../../../server/session.ts";
import { resolveMany } from "./actions.ts";
import { FindingSlab } from "./finding-slab.tsx";

interface FindingsProps {
  page: { items: readonly FindingView[]; nextCursor?: string | null };
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  empty: { title: string; hint: string };
}

/** The form of what is done with many. */
const CHOSEN = "chosen-findings";
const MANY: readonly BulkVerb[] = [
  {
    verb: "take",
    ask: "Take over…",
    consequence: "The gateway is asked about each anew, and its word is booked as if its event had come.",
    submit: "Ask and take over",
  },
  {
    verb: "explain",
    ask: "Explain…",
    consequence: "For what is right as it is. None is raised again while both sides say the same as now.",
    submit: "Write it down",
    look: "secondary",
    fields: [{ name: "note", label: "Why it is so", type: "textarea", rows: 2 }],
  },
];

/** Differences, the newest first, page by page. */
export async function Findings({ page, path, params: { cursor, ...view }, empty }: FindingsProps) {
  const actor = await currentActor();
  const mayResolve = actor.kind === "user" && actor.permissions.has("reconciliation:resolve");
  if (page.items.length === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>;
  const nameToResolve = ({ status, gatewayRef }: FindingView) => (mayResolve && status === "open" ? gatewayRef : null);
  return (
    <>
      <BulkForm id={CHOSEN} action={resolveMany} names={namesOf(page.items, nameToResolve)} verbs={MANY} />
      <ul className="grid gap-4">
        {page.items.map((finding) => (
          <li key={finding.id}>
            <FindingSlab
              finding={finding}
              mayResolve={mayResolve}
              choose={
                nameToResolve(finding) === null ? null : (
                  <ChooseBox form={CHOSEN} id={finding.id} name={finding.gatewayRef} />
                )
              }
            />
          </li>
        ))}
      </ul>
      <Pager
        label="Differences, pages"
        link={Link}
        firstHref={cursor ? href(path, view) : null}
        nextHref={page.nextCursor ? href(path, { ...view, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}
