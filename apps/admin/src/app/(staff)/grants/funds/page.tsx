import type { PoolView } from "@stoa/api/grants/schemas";
import { CURRENCIES } from "@stoa/kit";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { ActForm } from "../../../../forms/act-form.tsx";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { List } from "../../../../parts/list.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { href } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { closePool, contribute, createPool, reopenPool } from "../actions.ts";
import { GrantTabs } from "../tabs.tsx";
import { PoolBar } from "./pool-bar.tsx";

export const metadata: Metadata = { title: "Funds of grants" };

const same = (value: string) => ({ value, label: value });

/** The money of grants, as the ledger has it: given = reserved + spent + free. */
export default async function FundsPage() {
  const me = await mustBeColleague();
  const { items } = await read((caller) => caller.grants.pools.list());
  const mayFund = me.permissions.has("grant:fund");
  const columns = [
    { head: "Fund", cell: (pool: PoolView) => <Name pool={pool} /> },
    { head: "Given", numeric: true, cell: ({ funded }: PoolView) => <Amount value={funded} /> },
    { head: "Reserved", numeric: true, cell: ({ reserved }: PoolView) => <Amount value={reserved} /> },
    { head: "Spent", numeric: true, cell: ({ spent }: PoolView) => <Amount value={spent} /> },
    { head: "Free", numeric: true, cell: ({ free }: PoolView) => <Amount value={free} /> },
    { head: "State", cell: ({ status }: PoolView) => <StateBadge state={status} /> },
    ...(mayFund ? [{ head: "Change", cell: (pool: PoolView) => <Money pool={pool} /> }] : []),
  ];
  return (
    <>
      <PageHeader
        title="Grants"
        lead="What is given is always what is reserved, spent and free. A fund is never overdrawn."
      />
      <GrantTabs current="/grants/funds" />
      <div className="grid gap-8 pb-8 xl:grid-cols-2">
        {items.map((pool) => (
          <PoolBar key={pool.id} pool={pool} />
        ))}
      </div>
      <List
        caption="Funds"
        path="/grants/funds"
        page={{ items }}
        keyOf={(pool) => pool.id}
        empty={{ title: "No funds yet.", hint: "Without a fund no grant can be approved." }}
        columns={columns}
      />
      {mayFund ? (
        <div className="pt-10">
          <Section title="A new fund" anchor="new">
            <ActForm
              id="pool"
              action={createPool}
              again
              className="grid max-w-3xl gap-5"
              fields={[
                { name: "name", label: "Name", hint: "Donors see it" },
                { name: "description", label: "What it is for", type: "textarea", rows: 2 },
                {
                  name: "currency",
                  label: "Currency",
                  type: "select",
                  options: CURRENCIES.map(same),
                  defaultValue: "EUR",
                },
              ]}
              submit="Make it"
              busy="Making…"
            />
          </Section>
        </div>
      ) : null}
    </>
  );
}

function Name({ pool: { id, name, description, free } }: { pool: PoolView }) {
  const address = { address: `grants/${id}/pool`, currency: free.currency };
  return (
    <>
      <RowLink href={href("/ledger/statement", address)}>{name}</RowLink>
      <span className="block max-w-prose text-ink-faint text-sm">{description}</span>
    </>
  );
}

function Money({ pool: { id, status, free } }: { pool: PoolView }) {
  const open = status === "open";
  return (
    <div className="grid gap-2">
      {open ? (
        <Confirmed
          id={`contribute-${id}`}
          ask="Put money in…"
          consequence="The platform gives it from its own; it stands in the books as a contribution."
          quiet
          action={contribute}
          again
          hidden={{ poolId: id, currency: free.currency }}
          fields={[
            { name: "amount", label: `How much, in ${free.currency}`, inputMode: "decimal" },
            { name: "note", label: "Why" },
          ]}
          submit="Put in"
          look="secondary"
          size="sm"
        />
      ) : null}
      <ActForm
        id={`state-${id}`}
        action={open ? closePool : reopenPool}
        hidden={{ id }}
        submit={open ? "Close" : "Open again"}
        look="quiet"
        size="sm"
      />
    </div>
  );
}
