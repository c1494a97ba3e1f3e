import { buttonLook } from "@stoa/ui/button";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { RowLink } from "../../../../parts/row-link.tsx";
import { Section } from "../../../../parts/section.tsx";
import { StateBadge } from "../../../../parts/state-badge.tsx";
import { Way } from "../../../../parts/way.tsx";
import { read } from "../../../../server/read.ts";
import { mustBeColleague } from "../../../../server/session.ts";
import { CreditNoteLinks } from "./credit-note-links.tsx";
import { MoneyMoved } from "./money-moved.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { OwedRefunds } from "./owed-refunds.tsx";
import { isRefundable } from "./refund/is-refundable.ts";
import { Sold } from "./sold.tsx";
import { WaitingRefunds } from "./waiting-refunds.tsx";

export const metadata: Metadata = { title: "Order" };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const me = await mustBeColleague();
  const [order, timeline, money, owed, notes] = await read((caller) =>
    Promise.all([
      caller.orders.get({ id }),
      caller.orders.timeline({ id }),
      caller.payments.ofOrder({ orderId: id }),
      caller.checkout.refunds.owed({ orderId: id }),
      caller.orders.creditNotes({ id }),
    ]),
  );
  const mayRefund = me.permissions.has("payment:refund") && isRefundable(order, money);
  return (
    <>
      <PageHeader
        way={<Way crumbs={[{ label: "Orders", href: "/orders" }, { label: order.id }]} />}
        title={order.lines.map((line) => line.title).join(", ")}
        actions={
          <>
            <StateBadge state={order.status} />
            {mayRefund ? (
              <Link href={`/orders/${id}/refund`} className={buttonLook({ look: "secondary", size: "sm" })}>
                Refund…
              </Link>
            ) : null}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-10 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid grid-cols-1 content-start gap-10">
          <Section title="What was sold">
            <Sold order={order} />
          </Section>
          <Section title="Money that moved">
            <MoneyMoved orderId={id} money={money} />
            <WaitingRefunds money={money} />
            <OwedRefunds owed={owed} />
            <CreditNoteLinks orderId={id} notes={notes} />
          </Section>
          <Section title="Elsewhere">
            <ul className="flex flex-wrap gap-x-6 gap-y-1.5 text-sm">
              <li>
                <RowLink href={`/ledger/entries?subject=${id}`}>Its entries in the books</RowLink>
              </li>
              <li>
                <RowLink href={`/inbox?orderId=${id}`}>Events of the gateway</RowLink>
              </li>
              <li>
                <RowLink href={`/lms?orderId=${id}`}>Copies in the LMS</RowLink>
              </li>
              <li>
                <RowLink href={`/users?q=${encodeURIComponent(order.email)}`}>The buyer</RowLink>
              </li>
              <li>
                <RowLink href={`/mails?recipient=${encodeURIComponent(order.email)}`}>Mails to the buyer</RowLink>
              </li>
            </ul>
          </Section>
        </div>
        <Section title="Everything that happened">
          <OrderTimeline entries={timeline.items} />
        </Section>
      </div>
    </>
  );
}
