import { type Currency, formatMoney, money } from "@stoa/kit";
import { Callout } from "@stoa/ui/callout";
import { BarChart, LineChart } from "@stoa/ui/chart";
import { PageHeader } from "@stoa/ui/page-header";
import { Stat, StatRow } from "@stoa/ui/stat";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import Link from "next/link";
import { When } from "../../parts/when.tsx";
import { api } from "../../server/api.ts";

export const metadata: Metadata = { title: "Overview" };

const DAYS = 30;

export default async function OverviewPage() {
  const caller = await api();
  const [overview, alerts] = await Promise.all([caller.reporting.overview({ days: DAYS }), caller.reporting.alerts()]);
  const days = lastDays(DAYS);
  const currencies = [...new Set(overview.sales.map((row) => row.currency))] as Currency[];
  return (
    <>
      <PageHeader title="Overview" />
      <div className="grid gap-10">
        {alerts.items.length > 0 ? (
          <div className="grid gap-3">
            {alerts.items.map((alert) => (
              <Callout key={alert.id} tone="bad" title={alert.summary}>
                Since <When at={alert.raisedAt} />. What to do: docs/runbooks/{alert.kind}.md
              </Callout>
            ))}
          </div>
        ) : (
          <Callout tone="good" title="Nothing wants a person right now." />
        )}

        <StatRow>
          <Figure label="Paid today" value={overview.orders.paidToday} href="/orders?status=paid" />
          <Figure label="Waiting for payment" value={overview.orders.pending} href="/orders?status=pending" />
          <Figure label="In review" value={overview.orders.inReview} href="/reviews" />
          <Figure label="Accounts" value={overview.people.accounts} href="/users" />
          <Figure label="Enrolments" value={overview.people.enrolments} href="/lms" />
        </StatRow>

        <section aria-labelledby="sales" className="grid gap-6">
          <h2 id="sales" className="title text-xl">
            Sales
          </h2>
          {currencies.length === 0 ? <p className="text-ink-soft">No sale in the last {DAYS} days.</p> : null}
          {currencies.map((currency) => (
            <BarChart
              key={currency}
              title={`Paid in ${currency}, by day`}
              points={days.map((day) => ({ label: day, value: amountOn(overview.sales, day, currency) }))}
              format={(value) => formatMoney(money(Math.round(value), currency), "en-GB")}
              columns={["Day (UTC)", "Paid"]}
              tableLabel="The figures behind it"
            />
          ))}
        </section>

        <section aria-labelledby="webhooks" className="grid gap-6">
          <h2 id="webhooks" className="title text-xl">
            Payment events
          </h2>
          <StatRow>
            <Figure
              label="Waiting"
              value={overview.webhooks.open}
              href="/inbox?state=waiting"
              bad={overview.webhooks.oldestOpenSeconds > 300}
            />
            <Figure
              label="Given up"
              value={overview.webhooks.dead}
              href="/inbox?state=dead"
              bad={overview.webhooks.dead > 0}
            />
          </StatRow>
          <LineChart
            title="From receipt to effect, 95th percentile by day"
            points={days.map((day) => ({
              label: day,
              value: overview.webhooks.byDay.find((row) => row.day === day)?.p95Ms ?? 0,
            }))}
            format={(value) => `${Math.round(value)} ms`}
            columns={["Day (UTC)", "p95"]}
            tableLabel="The figures behind it"
          />
        </section>

        <section aria-labelledby="lms" className="grid gap-6">
          <h2 id="lms" className="title text-xl">
            LMS
          </h2>
          {overview.lms.breakerOpenUntil ? (
            <Callout tone="waiting" title="The LMS does not answer.">
              Calls rest until <When at={overview.lms.breakerOpenUntil} />. {overview.lms.lastError}
            </Callout>
          ) : null}
          <StatRow>
            <Figure label="Waiting" value={overview.lms.pending + overview.lms.syncing} href="/lms?status=pending" />
            <Figure label="Enrolled there" value={overview.lms.synced} href="/lms?status=synced" />
            <Figure
              label="Failed"
              value={overview.lms.failed}
              href="/lms?status=failed"
              bad={overview.lms.failed > 0}
            />
          </StatRow>
        </section>

        <section aria-labelledby="house" className="grid gap-6">
          <h2 id="house" className="title text-xl">
            House
          </h2>
          <StatRow>
            <Figure
              label="Jobs due"
              value={overview.jobs.waiting}
              href="/queues"
              bad={overview.jobs.oldestSeconds > 300}
            />
            <Figure
              label="Jobs given up"
              value={overview.jobs.dead}
              href="/queues?state=dead"
              bad={overview.jobs.dead > 0}
            />
            <Figure label="Mails today" value={overview.mails.sentToday} href="/mails?status=sent" />
            <Figure
              label="Mails failed"
              value={overview.mails.failed}
              href="/mails?status=failed"
              bad={overview.mails.failed > 0}
            />
          </StatRow>
        </section>
      </div>
    </>
  );
}

/** A figure that leads to the rows behind it. */
function Figure({ label, value, href, bad }: { label: string; value: number; href: string; bad?: boolean }) {
  return (
    <Stat
      label={label}
      tone={bad ? "bad" : "plain"}
      value={
        <TextLink asChild quiet>
          <Link href={href}>{value.toLocaleString("en-GB")}</Link>
        </TextLink>
      }
    />
  );
}

function lastDays(count: number): string[] {
  const today = Date.now();
  return Array.from({ length: count }, (_, index) =>
    new Date(today - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
  );
}

function amountOn(
  sales: readonly { day: string; currency: string; amountMinor: number }[],
  day: string,
  currency: string,
): number {
  return sales.find((row) => row.day === day && row.currency === currency)?.amountMinor ?? 0;
}
