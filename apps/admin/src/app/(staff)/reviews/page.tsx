import type { ReviewView } from "@stoa/api/orders/schemas";
import { EmptyState } from "@stoa/ui/empty-state";
import { NavTabs } from "@stoa/ui/nav-tabs";
import { PageHeader } from "@stoa/ui/page-header";
import { Pager } from "@stoa/ui/pager";
import type { Metadata } from "next";
import Link from "next/link";
import { href, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { ReviewSlab } from "./review-slab.tsx";

export const metadata: Metadata = { title: "Reviews" };

export default async function ReviewsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const open = params.state !== "decided";
  const page = await read((caller) => caller.orders.reviews({ open, cursor: params.cursor, limit: 20 }));
  const view = { state: open ? null : "decided" };
  return (
    <>
      <PageHeader
        title="Reviews"
        lead="Payments that do not match their order. The money is kept aside in the books; nothing was granted for it."
      />
      <NavTabs
        label="Which reviews"
        link={Link}
        tabs={[
          { href: "/reviews", label: "Open", current: open },
          { href: "/reviews?state=decided", label: "Decided", current: !open },
        ]}
      />
      <Slabs reviews={page.items} open={open} />
      <Pager
        label="Reviews, pages"
        link={Link}
        firstHref={params.cursor ? href("/reviews", view) : null}
        nextHref={page.nextCursor ? href("/reviews", { ...view, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}

function Slabs({ reviews, open }: { reviews: readonly ReviewView[]; open: boolean }) {
  if (reviews.length === 0) {
    return (
      <div className="pt-6">
        <EmptyState title={open ? "Nothing waits for a decision." : "Nothing was decided yet."}>
          A payment comes here when its amount, its currency or its moment is not what its order asked for.
        </EmptyState>
      </div>
    );
  }
  return (
    <ul className="grid gap-4 pt-6">
      {reviews.map((review) => (
        <li key={review.id}>
          <ReviewSlab review={review} />
        </li>
      ))}
    </ul>
  );
}
