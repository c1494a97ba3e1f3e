import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import { Alerts } from "../../overview/alerts.tsx";
import { Figures } from "../../overview/figures.tsx";
import { Returns } from "../../overview/returns.tsx";
import { Revenue } from "../../overview/revenue.tsx";
import { Sales } from "../../overview/sales.tsx";
import { WebhookLag } from "../../overview/webhook-lag.tsx";
import { Section } from "../../parts/section.tsx";
import { When } from "../../parts/when.tsx";
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
  const { orders, people, webhooks, lms, jobs, mails } = overview;
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
        <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
          <Section title="Sales">
            <Sales sales={overview.sales} days={DAYS} />
          </Section>
          <Section title="Payment events">
            <WebhookLag byDay={webhooks.byDay} days={DAYS} />
            <Figures
              figures={[
                {
                  label: "Waiting",
                  value: webhooks.open,
                  href: "/inbox?state=waiting",
                  bad: webhooks.oldestOpenSeconds > 300,
                },
                { label: "Given up", value: webhooks.dead, href: "/inbox?state=dead", bad: webhooks.dead > 0 },
              ]}
            />
          </Section>
        </div>
        <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
          <Section title="Revenue">
            <Revenue revenue={moneyDays.revenue} days={DAYS} />
          </Section>
          <Section title="What comes back">
            <Returns counts={moneyDays.counts} days={DAYS} />
          </Section>
        </div>
        <div className="grid grid-cols-1 gap-10 xl:grid-cols-2">
          <Section title="LMS">
            <Figures
              figures={[
                { label: "Waiting", value: lms.pending + lms.syncing, href: "/lms?status=pending" },
                { label: "Enrolled there", value: lms.synced, href: "/lms?status=synced" },
                { label: "Failed", value: lms.failed, href: "/lms?status=failed", bad: lms.failed > 0 },
              ]}
            />
            <p className="text-ink-soft text-sm">
              Last heard of at <When at={lms.lastSuccessAt} />
              {lms.breakerOpenUntil ? (
                <>
                  ; calls rest until <When at={lms.breakerOpenUntil} exact />
                </>
              ) : null}
            </p>
          </Section>
          <Section title="House">
            <Figures
              figures={[
                { label: "Jobs due", value: jobs.waiting, href: "/queues", bad: jobs.oldestSeconds > 300 },
                { label: "Jobs given up", value: jobs.dead, href: "/queues", bad: jobs.dead > 0 },
                { label: "Mails today", value: mails.sentToday, href: "/mails?status=sent" },
                { label: "Mails failed", value: mails.failed, href: "/mails?status=failed", bad: mails.failed > 0 },
              ]}
            />
          </Section>
        </div>
      </div>
    </>
  );
}
