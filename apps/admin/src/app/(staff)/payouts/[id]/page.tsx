import type { PayoutDetail } from "@stoa/api/payouts/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Confirmed, Decisions } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { OrderTimeline } from "../../orders/[id]/order-timeline.tsx";
import { approve, reject } from "../actions.ts";
import { inPayoutWords } from "../words.ts";

export const metadata: Metadata = { title: "Payout" };

export default async function PayoutPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: payoutId } = await params;
  const me = await mustBeColleague();
  const payout = await read((caller) => caller.payouts.manage.get({ payoutId }));
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Payouts", href: "/payouts" }, { label: payout.id }]} />}
        title={payout.payeeName}
        actions={<StateBadge state={inPayoutWords(payout.status)} />}
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
        <Section title="What is paid">
          <Facts rows={rowsOf(payout)} />
          {me.permissions.has("payout:approve") ? <Decision payout={payout} /> : null}
        </Section>
        <Section title="What happened">
          <OrderTimeline entries={payout.timeline} />
        </Section>
      </div>
    </>
  );
}

function rowsOf(payout: PayoutDetail) {
  const { payeeKind, payeeSubjectId, batchId } = payout;
  return [
    ["Amount", <Amount key="a" value={payout.amount} />],
    [
      "Payee",
      payeeKind === "affiliate" ? (
        <RowLink key="p" href={`/affiliates/${payeeSubjectId}`}>
          {payout.payeeEmail}
        </RowLink>
      ) : (
        payout.payeeEmail
      ),
    ],
    ["To", `${payout.gateway}, ${payout.accountHint}`],
    [
      "Batch",
      batchId ? (
        <RowLink key="b" href={`/payouts/batches/${batchId}`}>
          {batchId}
        </RowLink>
      ) : (
        "none, the payee asked"
      ),
    ],
    ["Asked for by", payout.requestedBy ?? "the worker"],
    ["Approved by", payout.approvedBy ?? (payout.status === "requested" ? "nobody yet" : "needed nobody")],
    ["Asked for", <When key="c" at={payout.createdAt} />],
    ["Sent", <When key="s" at={payout.sentAt} />],
    ["Arrived", <When key="d" at={payout.paidAt} />],
    ["Over", <When key="e" at={payout.endedAt} />],
    ["Gateway’s id", payout.gatewayPayoutId ?? "none yet"],
    ["Calls", String(payout.attempts)],
    ...(payout.reason ? [["Reason", payout.reason] as const] : []),
  ] as const;
}

function Decision({ payout: { id, status, mayApprove } }: { payout: PayoutDetail }) {
  if (status !== "requested" && status !== "approved") return null;
  return (
    <Decisions>
      {status === "requested" && !mayApprove ? (
        <p className="basis-full text-ink-soft text-sm">
          Somebody else has to approve this: whoever asked for it, or is paid by it, cannot.
        </p>
      ) : null}
      {mayApprove ? (
        <Confirmed
          id="approve"
          ask="Approve…"
          consequence="It is sent at once and cannot be called back."
          action={approve}
          hidden={{ payoutId: id }}
          submit="Approve"
          busy="Approving…"
        />
      ) : null}
      <Confirmed
        id="reject"
        ask="Reject…"
        consequence="Nothing is sent. What was reserved is the payee’s again, to be asked for another time."
        action={reject}
        hidden={{ payoutId: id }}
        fields={[{ name: "reason", label: "Why", type: "textarea", rows: 2 }]}
        submit="Reject"
        busy="Rejecting…"
        look="danger"
      />
    </Decisions>
  );
}
