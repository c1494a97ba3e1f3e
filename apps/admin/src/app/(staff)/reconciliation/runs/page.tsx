import { gatewayName } from "@stoa/api/payments/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { When } from "../../../../parts/when.tsx";
import { plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { startRun } from "../actions.ts";
import { daysOf } from "../days-of.ts";
import { ReconciliationTabs } from "../tabs.tsx";

export const metadata: Metadata = { title: "Reconciliation, runs" };

/** What has been compared, and a comparison asked for. */
export default async function RunsPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const page = await read((caller) => caller.reconciliation.runs({ cursor: params.cursor, limit: 50 }));
  return (
    <>
      <PageHeader title="Reconciliation" lead="One row for each comparison of a gateway’s statement with the books." />
      <ReconciliationTabs current="/reconciliation/runs" />
      <div className="pb-10">
        <Section title="Compare days" anchor="compare">
          <ActForm
            id="compare"
            action={startRun}
            submit="Compare"
            busy="Asking…"
            inline
            fields={[
              {
                name: "gateway",
                label: "Gateway",
                type: "select",
                options: gatewayName.options.map((value) => ({ value, label: value })),
              },
              { name: "from", label: "First day (UTC)", type: "date" },
              { name: "to", label: "Last day", type: "date", optional: true },
            ]}
          />
        </Section>
      </div>
      <List
        caption="Comparisons, the newest first"
        path="/reconciliation/runs"
        params={params}
        page={page}
        keyOf={(run) => run.id}
        empty={{ title: "Nothing was compared yet.", hint: "The first comparison runs tonight, or press Compare." }}
        columns={[
          {
            head: "Days",
            cell: (run) => <RowLink href={`/reconciliation/runs/${run.id}`}>{daysOf(run)}</RowLink>,
          },
          { head: "Gateway", cell: (run) => run.gateway },
          { head: "State", cell: (run) => <StateBadge state={run.status} /> },
          { head: "Agree", numeric: true, cell: (run) => run.matched },
          { head: "Differ", numeric: true, cell: (run) => run.discrepancies },
          {
            head: "Kept by the gateway",
            numeric: true,
            cell: (run) =>
              run.fees.length === 0 ? "–" : run.fees.map((fee) => <Amount key={fee.currency} value={fee} />),
          },
          { head: "Asked for", cell: (run) => (run.byHand ? "by hand" : "nightly") },
          { head: "Begun", cell: (run) => <When at={run.startedAt} /> },
        ]}
      />
    </>
  );
}
