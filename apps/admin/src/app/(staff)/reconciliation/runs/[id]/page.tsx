import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../../../parts/amount.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { StateBadge } from "../../../../../parts/state-badge.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { When } from "../../../../../parts/when.tsx";
import { plain, type Search } from "../../../../../server/query.ts";
import { read } from "../../../../../server/read.ts";
import { daysOf } from "../../days-of.ts";
import { Findings } from "../../findings.tsx";

export const metadata: Metadata = { title: "A comparison" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Search;
}

/** One comparison: what agreed, what the gateway kept, and each difference it saw. */
export default async function RunPage({ params, searchParams }: Props) {
  const [{ id }, { cursor }] = await Promise.all([params, plain(searchParams)]);
  const run = await read((caller) => caller.reconciliation.run({ id }));
  const page = await read((caller) => caller.reconciliation.findings({ reconciliationId: id, cursor, limit: 20 }));
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ href: "/reconciliation/runs", label: "Runs" }, { label: daysOf(run) }]} />}
        title={`${run.gateway}, ${daysOf(run)}`}
      />
      <div className="pb-8">
        <Facts
          rows={[
            ["State", <StateBadge key="s" state={run.status} />],
            ["Agree", run.matched],
            ["Differ", run.discrepancies],
            ["Not Stoa’s", run.foreign],
            [
              "Kept by the gateway",
              run.fees.length === 0 ? "nothing new" : run.fees.map((fee) => <Amount key={fee.currency} value={fee} />),
            ],
            ["Begun", <When key="b" at={run.startedAt} exact />],
            ["Ended", run.finishedAt ? <When key="e" at={run.finishedAt} exact /> : "not yet"],
            ...(run.lastError ? ([["Last error", run.lastError]] as const) : []),
          ]}
        />
      </div>
      <Findings
        page={page}
        path={`/reconciliation/runs/${id}`}
        params={cursor ? { cursor } : {}}
        empty={{ title: "No difference was seen.", hint: "Or a later comparison has seen it again; it stands there." }}
      />
    </>
  );
}
