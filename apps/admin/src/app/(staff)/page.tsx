import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Alerts } from "../../overview/alerts.tsx";
import { Figures } from "../../overview/figures.tsx";
import { HouseHealth } from "../../overview/house-health.tsx";
import { LmsHealth } from "../../overview/lms-health.tsx";
import { PaymentEvents } from "../../overview/payment-events.tsx";
import { Returns } from "../../overview/returns.tsx";
import { Revenue } from "../../overview/revenue.tsx";
import { Sales } from "../../overview/sales.tsx";
import { Section } from "../../parts/section.tsx";
import { read } from "../../server/read.ts";

export const metadata: Metadata = { title: "Overview" };

const DAYS = 30;

export default async function OverviewPage() {
  const [overview, moneyDays, alerts] = await read((caller) =>
    Promise.all([
      caller.reporting.overview({ days: DAYS }),
      caller.reporting.moneyDays({ days: DAYS }),
      caller.reporting.alerts(),
    ]),
  );
  const { orders, people, webhooks, lms } = overview;
  return (
    <>
      <PageHeader title="Overview" />
      <div className="grid gap-10">
        <Alerts alerts={alerts.items} />
        <Figures
          figures={[
            { label: "Paid today", value: orders.paidToday, href: "/orders?status=paid" },
            { label: "Waiting for payment", value: orders.pending, href: "/orders?status=pending" },
            { label: "In review", value: orders.inReview, href: "/reviews", bad: orders.inReview > 0 },
            { label: "People", value: people.accounts, href: "/users", note: `${people.newToday} new today` },
            { label: "Enrolments", value: people.enrolments, href: "/lms" },
          ]}
        />
        <Pair>
          <Section title="Sales">
            <Sales sales={overview.sales} days={DAYS} />
          </Section>
          <Section title="Revenue">
            <Revenue revenue={moneyDays.revenue} days={DAYS} />
          </Section>
        </Pair>
        <Pair>
          <Section title="What comes back">
            <Returns counts={moneyDays.counts} days={DAYS} />
          </Section>
          <Section title="Payment events">
            <PaymentEvents webhooks={webhooks} days={DAYS} />
          </Section>
        </Pair>
        <Pair>
          <Section title="LMS">
            <LmsHealth lms={lms} />
          </Section>
          <Section title="House">
            <HouseHealth jobs={overview.jobs} mails={overview.mails} />
          </Section>
        </Pair>
      </div>
    </>
  );
}

/** Two parts beside one another, where there is room. */
function Pair({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">{children}</div>;
}
