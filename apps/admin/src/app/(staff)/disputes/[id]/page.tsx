import type { DisputeView } from "@stoa/api/checkout/disputes/schemas";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { When } from "../../../../parts/when.tsx";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { submitEvidence } from "../actions.ts";

export const metadata: Metadata = { title: "Dispute" };

export default async function DisputePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const me = await mustBeColleague();
  const dispute = await read((caller) => caller.checkout.disputes.get({ id }));
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Disputes", href: "/disputes" }, { label: dispute.gatewayDisputeId }]} />}
        title={dispute.titles.join(", ") || "A payment without an order"}
        actions={<StateBadge state={dispute.status} />}
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
        <Section title="What is disputed">
          <Facts
            rows={[
              ["Amount", <Amount key="a" value={dispute.amount} />],
              ["Reason", (dispute.reason ?? "not told").replaceAll("_", " ")],
              ["Buyer", dispute.email ?? "unknown"],
              [
                "Order",
                dispute.orderId ? (
                  <RowLink key="o" href={`/orders/${dispute.orderId}`}>
                    {dispute.orderId}
                  </RowLink>
                ) : (
                  "none here"
                ),
              ],
              ["Opened", <When key="c" at={dispute.createdAt} />],
              ["Answer by", <When key="d" at={dispute.dueBy} />],
              ["Answered", <When key="e" at={dispute.evidenceSentAt} />],
              ["Gateway", `${dispute.gateway}, ${dispute.gatewayDisputeId}`],
              [
                "On record",
                <RowLink key="l" href={`/ledger/entries?subject=${dispute.id}`}>
                  Its entries in the books
                </RowLink>,
              ],
            ]}
          />
        </Section>
        <Section title="Answer the bank">
          <Answer dispute={dispute} mayAnswer={me.permissions.has("payment:review")} />
        </Section>
      </div>
    </>
  );
}

const OUTCOMES: Readonly<Record<Exclude<DisputeView["status"], "open">, string>> = {
  won: "The bank has decided for you: the money is back, and the sale stands.",
  lost: "The bank has decided for the buyer: the money is theirs again. The order says what ended with it.",
};

function Answer({ dispute, mayAnswer }: { dispute: DisputeView; mayAnswer: boolean }) {
  const { status, takesEvidence, evidenceSentAt, page } = dispute;
  if (status !== "open") return <p className="max-w-reading text-sm">{OUTCOMES[status]}</p>;
  return (
    <div className="grid gap-4 text-sm">
      {evidenceSentAt ? <p>Your explanation is with the bank. It decides within two months or so.</p> : null}
      {takesEvidence && mayAnswer ? (
        <Confirmed
          id="evidence"
          ask="Explain why the payment is good…"
          consequence="The bank takes an explanation once. What was bought, for whom and when access was given goes with it. To send files, use the gateway’s own page instead."
          action={submitEvidence}
          hidden={{ disputeId: dispute.id }}
          fields={[
            {
              name: "explanation",
              label: "Explanation",
              hint: "What the buyer got and how they used it; the bank reads it.",
              type: "textarea",
              rows: 8,
            },
          ]}
          submit="Send it to the bank"
          busy="Sending…"
          look="secondary"
        />
      ) : null}
      {page ? (
        <p>
          <a href={page} className="text-aegean underline" rel="noreferrer" target="_blank">
            The gateway’s own page of this dispute
          </a>
          {takesEvidence ? ", which also takes files." : ", where evidence is sent."}
        </p>
      ) : (
        <p>Evidence is sent on the gateway’s own page.</p>
      )}
    </div>
  );
}
