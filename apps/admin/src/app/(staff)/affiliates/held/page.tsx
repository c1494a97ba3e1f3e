import type { ReferralRow } from "@stoa/api/affiliates/schemas";
import { EmptyState } from "@stoa/ui/empty-state";
import { PageHeader } from "@stoa/ui/page-header";
import { Pager } from "@stoa/ui/pager";
import type { Metadata } from "next";
import Link from "next/link";
import { BulkForm, type BulkVerb } from "../../../../forms/bulk-form.tsx";
import { Confirmed, Decisions } from "../../../../forms/confirmed.tsx";
import { namesOf } from "../../../../forms/names-of.ts";
import { Amount } from "../../../../parts/amount.tsx";
import { ChooseBox } from "../../../../parts/choose-box.tsx";
import { Facts } from "../../../../parts/facts.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Slab } from "../../../../parts/slab.tsx";
import { When } from "../../../../parts/when.tsx";
import { href, plain, type Search } from "../../../../server/query.ts";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { acceptReferral, decideManyReferrals, refuseReferral } from "../actions.ts";
import { signalInWords } from "../signals.ts";
import { AffiliateTabs } from "../tabs.tsx";

export const metadata: Metadata = { title: "Held referrals" };

/** The form of what is done with many. */
const CHOSEN = "chosen-referrals";
const MANY: readonly BulkVerb[] = [
  {
    verb: "accept",
    ask: "Accept…",
    consequence: "Their commissions come into the books, payable on the days they would have been.",
    submit: "Accept them",
    fields: [{ name: "acceptNote", label: "Why", type: "textarea", rows: 2, optional: true }],
  },
  {
    verb: "refuse",
    ask: "Refuse…",
    consequence: "These orders never earn a commission, whatever comes. It cannot be taken back.",
    submit: "Refuse them",
    look: "danger",
    fields: [{ name: "refuseNote", label: "Why", type: "textarea", rows: 2, optional: true }],
  },
];
const nameOf = ({ affiliateCode, buyerEmail }: ReferralRow) => `${buyerEmail} by ${affiliateCode}`;

export default async function HeldReferralsPage({ searchParams }: { searchParams: Search }) {
  const [me, params] = [await mustBeColleague(), await plain(searchParams)];
  const page = await read((caller) =>
    caller.affiliates.manage.referrals({ status: "held", cursor: params.cursor, limit: 20 }),
  );
  const mayDecide = me.permissions.has("affiliate:manage");
  return (
    <>
      <PageHeader
        title="Affiliates"
        lead="Orders that look as if the affiliate had bought themselves. Their commission waits; the buyer has what they bought."
      />
      <AffiliateTabs current="/affiliates/held" />
      {mayDecide ? (
        <BulkForm id={CHOSEN} action={decideManyReferrals} names={namesOf(page.items, nameOf)} verbs={MANY} />
      ) : null}
      {page.items.length === 0 ? (
        <EmptyState title="Nothing waits for a decision.">
          An order comes here when it was placed from where its affiliate works, or while the affiliate was suspended.
        </EmptyState>
      ) : (
        <ul className="grid gap-4">
          {page.items.map((referral) => (
            <li key={referral.id}>
              <HeldReferral referral={referral} mayDecide={mayDecide} />
            </li>
          ))}
        </ul>
      )}
      <Pager
        label="Held referrals, pages"
        link={Link}
        firstHref={params.cursor ? "/affiliates/held" : null}
        nextHref={page.nextCursor ? href("/affiliates/held", { cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}

function HeldReferral({ referral, mayDecide }: { referral: ReferralRow; mayDecide: boolean }) {
  const { id, orderId, affiliateId, affiliateCode, buyerEmail, signals, touchedAt, convertedAt, commission } = referral;
  return (
    <Slab
      id={id}
      title={signals.map(signalInWords).join("; ")}
      choose={mayDecide ? <ChooseBox form={CHOSEN} id={id} name={nameOf(referral)} /> : null}
    >
      <Facts
        rows={[
          [
            "Order",
            <RowLink key="o" href={`/orders/${orderId}`}>
              {orderId}
            </RowLink>,
          ],
          [
            "Affiliate",
            <RowLink key="a" href={`/affiliates/${affiliateId}`}>
              {affiliateCode}
            </RowLink>,
          ],
          ["Buyer", buyerEmail],
          ["Link followed", <When key="t" at={touchedAt} />],
          ["Paid", <When key="p" at={convertedAt} />],
          ["Commission", commission ? <Amount key="c" value={commission} /> : "none yet"],
        ]}
      />
      {mayDecide ? <Decision referralId={id} /> : null}
    </Slab>
  );
}

function Decision({ referralId }: { referralId: string }) {
  const shared = {
    hidden: { referralId },
    fields: [{ name: "note", label: "Why", type: "textarea", rows: 2, optional: true }] as const,
    busy: "One moment…",
  };
  return (
    <Decisions>
      <Confirmed
        {...shared}
        id={`accept-${referralId}`}
        ask="Accept the referral…"
        consequence="The commission comes into the books, payable on the day it would have been."
        action={acceptReferral}
        submit="Accept"
      />
      <Confirmed
        {...shared}
        id={`refuse-${referralId}`}
        ask="Refuse it…"
        consequence="This order never earns a commission, whatever comes. It cannot be taken back."
        action={refuseReferral}
        submit="Refuse"
        look="danger"
      />
    </Decisions>
  );
}
