import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Amount } from "../../../parts/amount.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { List } from "../../../parts/list.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { RowLink } from "../../../parts/row-link.tsx";
import { StateBadge } from "../../../parts/state-badge.tsx";
import { When } from "../../../parts/when.tsx";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { CommissionStates } from "./commission-states.tsx";
import { AffiliateTabs } from "./tabs.tsx";

export const metadata: Metadata = { title: "Affiliates" };

const STATES = ["active", "suspended"] as const;

export default async function AffiliatesPage({ searchParams }: { searchParams: Search }) {
  const params = await plain(searchParams);
  const [page, states] = await read((caller) =>
    Promise.all([
      caller.affiliates.manage.list({
        cursor: params.cursor,
        limit: 50,
        status: oneOf(params.status, STATES),
        q: params.q?.trim() || undefined,
      }),
      caller.reporting.commissionStates(),
    ]),
  );
  return (
    <>
      <PageHeader
        title="Affiliates"
        lead="People who send buyers and earn a share of what they buy. Figures are as the worker last added them up."
        actions={
          <>
            <ExportForm list="affiliates" filters={params} />
            <ExportForm list="commissions" label="Export commissions" />
          </>
        }
      />
      <AffiliateTabs current="/affiliates" />
      <CommissionStates items={states.items} />
      <Filters
        action="/affiliates"
        params={params}
        texts={[{ name: "q", label: "Find", hint: "A code, an e-mail or an id, whole" }]}
        choices={[{ name: "status", label: "State", any: "Any state", options: stateOptions(STATES) }]}
      />
      <List
        caption="Affiliates"
        path="/affiliates"
        params={params}
        page={page}
        keyOf={(affiliate) => affiliate.id}
        empty={{ title: "No affiliates yet.", hint: "Whoever joins on the shop’s page for affiliates stands here." }}
        noMatch="Loosen the filters; a search takes the whole code, address or id."
        columns={[
          { head: "Name", cell: ({ id, name }) => <RowLink href={`/affiliates/${id}`}>{name}</RowLink> },
          { head: "Code", cell: ({ code }) => code },
          { head: "E-mail", cell: ({ email }) => email },
          { head: "State", cell: ({ status }) => <StateBadge state={status} /> },
          { head: "Clicks", numeric: true, cell: ({ clicks }) => clicks.toLocaleString("en-GB") },
          { head: "Sales", numeric: true, cell: ({ conversions }) => conversions.toLocaleString("en-GB") },
          {
            head: "Earned",
            numeric: true,
            cell: ({ earned }) =>
              earned.length === 0
                ? "–"
                : earned.map((amount) => (
                    <div key={amount.currency}>
                      <Amount value={amount} />
                    </div>
                  )),
          },
          { head: "Joined", cell: ({ joinedAt }) => <When at={joinedAt} /> },
        ]}
      />
    </>
  );
}
