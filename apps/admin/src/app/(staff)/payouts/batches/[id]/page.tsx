import type { BatchDetail } from "@stoa/api/payouts/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Confirmed } from "../../../../../forms/confirmed.tsx";
import { Amount } from "../../../../../parts/amount.tsx";
import { Facts } from "../../../../../parts/facts.tsx";
import { Section } from "../../../../../parts/section.tsx";
import { Way } from "../../../../../parts/way.tsx";
import { When } from "../../../../../parts/when.tsx";
import { plain, type Search } from "../../../../../server/query.ts";
import { read } from "../../../../../server/read.ts";
import { mustBeColleague } from "../../../../../server/session.ts";
import { approveBatch } from "../../actions.ts";
import { PayoutList } from "../../payout-list.tsx";
import { batchName } from "../../words.ts";

export const metadata: Metadata = { title: "Batch of payouts" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Search;
}

export default async function BatchPage({ params, searchParams }: Props) {
  const [{ id: batchId }, query, me] = [await params, await plain(searchParams), await mustBeColleague()];
  const [batch, page] = await read((caller) =>
    Promise.all([
      caller.payouts.manage.batch({ batchId }),
      caller.payouts.manage.list({ batchId, cursor: query.cursor, limit: 50 }),
    ]),
  );
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Batches", href: "/payouts/batches" }, { label: batchName(batch.key) }]} />}
        title={batchName(batch.key)}
      />
      <div className="grid gap-10">
        <Section title="Together">
          <Facts
            rows={[
              ["Total", <Amount key="t" value={batch.total} />],
              ["Arrived", <Amount key="p" value={batch.paid} />],
              ["Payouts", String(batch.payouts)],
              ["Await approval", String(batch.waiting)],
              ["Asked for by", batch.requestedBy ?? "the worker"],
              ["Made", <When key="m" at={batch.createdAt} />],
            ]}
          />
          {batch.waiting > 0 && me.permissions.has("payout:approve") ? <Decision batch={batch} /> : null}
        </Section>
        <Section title="Payouts">
          <PayoutList
            path={`/payouts/batches/${batchId}`}
            params={query}
            page={page}
            hint="A batch is never empty; this page is past its end."
          />
        </Section>
      </div>
    </>
  );
}

function Decision({ batch: { id, mayApprove } }: { batch: BatchDetail }) {
  if (!mayApprove) {
    return (
      <p className="text-ink-soft text-sm">
        Somebody else has to approve this: whoever asked for the batch, or is paid by it, cannot.
      </p>
    );
  }
  return (
    <Confirmed
      id="approve-batch"
      ask="Approve all that waits…"
      consequence="All of it is sent at once and cannot be called back."
      action={approveBatch}
      hidden={{ batchId: id }}
      submit="Approve"
      busy="Approving…"
    />
  );
}
