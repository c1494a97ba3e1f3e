import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ExportForm } from "../../../parts/export-form.tsx";
import { plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { Findings } from "./findings.tsx";
import { ReconciliationTabs } from "./tabs.tsx";

export const metadata: Metadata = { title: "Reconciliation" };

/** Where the gateways' own statements and the books differ. */
export default async function ReconciliationPage({ searchParams }: { searchParams: Search }) {
  const { state, cursor } = await plain(searchParams);
  const resolved = state === "resolved";
  const page = await read((caller) =>
    caller.reconciliation.findings({ cursor, limit: 20, state: resolved ? "resolved" : "open" }),
  );
  return (
    <>
      <PageHeader
        title="Reconciliation"
        actions={<ExportForm list="findings" filters={{ state: resolved ? "resolved" : "open" }} />}
        lead="Every night each gateway’s own statement of the day is compared with the books. Here is what differs."
      />
      <ReconciliationTabs current={resolved ? "/reconciliation?state=resolved" : "/reconciliation"} />
      <Findings
        page={page}
        path="/reconciliation"
        params={{ ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }}
        empty={
          resolved
            ? { title: "Nothing was resolved yet.", hint: "Differences that were taken over, explained, or went away." }
            : { title: "Nothing differs.", hint: "What the gateways say and what the books say is the same." }
        }
      />
    </>
  );
}
