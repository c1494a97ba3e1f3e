import { CURRENCIES } from "@stoa/kit";
import { Button } from "@stoa/ui/button";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { Confirmed } from "../../../forms/confirmed.tsx";
import { ExportForm } from "../../../parts/export-form.tsx";
import { Filters } from "../../../parts/filters.tsx";
import { stateOptions } from "../../../parts/options.ts";
import { oneOf, plain, type Search } from "../../../server/query.ts";
import { read } from "../../../server/read.ts";
import { mustBeColleague } from "../../../server/session.ts";
import { createBatch } from "./actions.ts";
import { DecideMany } from "./decide-many.tsx";
import { PaidMonths } from "./paid-months.tsx";
import { PayoutList } from "./payout-list.tsx";
import { PayoutTabs } from "./tabs.tsx";
import { inPayoutWords } from "./words.ts";

export const metadata: Metadata = { title: "Payouts" };

/** The form of what is done with many. */
const CHOSEN = "chosen-payouts";

const STATES = ["requested", "approved", "sending", "sent", "paid", "failed", "returned", "cancelled"] as const;

export default async function PayoutsPage({ searchParams }: { searchParams: Search }) {
  const [me, params] = [await mustBeColleague(), await plain(searchParams)];
  const [page, months] = await read((caller) =>
    Promise.all([
      caller.payouts.manage.list({ cursor: params.cursor, limit: 50, status: oneOf(params.status, STATES) }),
      caller.reporting.payoutMonths({}),
    ]),
  );
  const mayDecide = me.permissions.has("payout:approve");
  return (
    <>
      <PageHeader
        title="Payouts"
        actions={
          <>
            {mayDecide ? (
              <Button asChild look="secondary" size="sm">
                <Link href="/payouts/results">A bank’s results…</Link>
              </Button>
            ) : null}
            <ExportForm list="payouts" filters={params} />
          </>
        }
        lead="Money on its way to those who are owed it. It is reserved from the request on; above the limit a second person lets it go."
      />
      <PayoutTabs current="/payouts" />
      {mayDecide ? <NewBatch /> : null}
      <PaidMonths items={months.items} />
      <Filters
        action="/payouts"
        params={params}
        choices={[{ name: "status", label: "State", any: "Any state", options: stateOptions(STATES, inPayoutWords) }]}
      />
      {mayDecide ? <DecideMany form={CHOSEN} payouts={page.items} /> : null}
      <PayoutList
        {...(mayDecide ? { choose: CHOSEN } : {})}
        path="/payouts"
        params={params}
        page={page}
        hint="A payee asks for one on their own page, and the first of each month brings a batch."
      />
    </>
  );
}

function NewBatch() {
  return (
    <div id="everybody" className="scroll-mt-20 pb-6">
      <Confirmed
        id="new-batch"
        ask="Pay everybody out…"
        consequence="Reserves what may be paid out now to everybody who is owed the minimum and has an account that may be used. Above the limit the batch then waits for somebody else to approve it."
        action={createBatch}
        submit="Reserve"
        busy="Reserving…"
        fields={[
          {
            name: "currency",
            label: "Currency",
            type: "select",
            options: CURRENCIES.map((code) => ({ value: code, label: code })),
            defaultValue: "EUR",
          },
        ]}
      />
    </div>
  );
}
