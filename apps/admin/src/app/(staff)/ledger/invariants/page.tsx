import { Callout } from "@stoa/ui/callout";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { pageOfId } from "../../../../frame/sections.ts";
import { RowLink } from "../../../../parts/row-link.tsx";
import { read } from "../../../../server/read.ts";
import { LedgerTabs } from "../tabs.tsx";

export const metadata: Metadata = { title: "Invariants" };

export default async function InvariantsPage() {
  const { breaches } = await read((caller) => caller.reporting.ledger.invariants());
  return (
    <>
      <PageHeader title="Ledger" />
      <LedgerTabs current="/ledger/invariants" />
      {breaches.length === 0 ? (
        <Callout tone="good" title="All hold.">
          Every sentence that must be true of the books and the sales was asked just now, and is true. The worker asks
          them again every five minutes.
        </Callout>
      ) : (
        <ul className="grid gap-4">
          {breaches.map((breach) => (
            <li key={breach.name}>
              <Callout tone="bad" title={`Not true: ${breach.states}`}>
                <p>
                  <code className="text-sm">{breach.name}</code>. What to do: docs/runbooks/invariant-broken.md
                </p>
                <ul className="flex flex-wrap gap-x-4">
                  {breach.sampleIds.map((id) => (
                    <li key={id}>
                      <RowLink href={pageOfId(id) ?? `/ledger/entries?subject=${encodeURIComponent(id)}`}>{id}</RowLink>
                    </li>
                  ))}
                </ul>
              </Callout>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
