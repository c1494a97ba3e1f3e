import type { FindingView } from "@stoa/api/reconciliation/schemas";
import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import Link from "next/link";
import { href } from "../../../server/query.ts";
import { currentActor } from "../../../server/session.ts";
import { FindingSlab } from "./finding-slab.tsx";

interface FindingsProps {
  page: { items: readonly FindingView[]; nextCursor?: string | null };
  path: string;
  params: Readonly<Record<string, string | undefined>>;
  empty: { title: string; hint: string };
}

/** Differences, the newest first, page by page. */
export async function Findings({ page, path, params: { cursor, ...view }, empty }: FindingsProps) {
  const actor = await currentActor();
  const mayResolve = actor.kind === "user" && actor.permissions.has("reconciliation:resolve");
  if (page.items.length === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>;
  return (
    <>
      <ul className="grid gap-4">
        {page.items.map((finding) => (
          <li key={finding.id}>
            <FindingSlab finding={finding} mayResolve={mayResolve} />
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
