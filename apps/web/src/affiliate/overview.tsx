import type { Dashboard, OwnAffiliate } from "@stoa/api/affiliates/schemas";
import { formatMoney, money } from "@stoa/kit";
import { buttonLook } from "@stoa/ui/button";
import { BarChart } from "@stoa/ui/chart";
import { EmptyState } from "@stoa/ui/empty-state";
import { Stat, StatRow } from "@stoa/ui/stat";
import Link from "next/link";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { BalanceFigures, WhyNotPaid } from "./balances.tsx";
import { AffiliateFrame } from "./frame.tsx";
import { OwnLink } from "./own-link.tsx";
import { formatRate } from "./rate.ts";

/** How an affiliate does: the link, what came of it, what it earned, and when that can be paid out. */
export async function Overview({ own, stats }: { own: OwnAffiliate; stats: Dashboard }) {
  const [t, locale, timeZone] = await Promise.all([getTranslations("affiliate"), getLocale(), getTimeZone()]);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const { clicks, conversions, conversionBps, balances, countedAt } = stats;
  return (
    <AffiliateFrame own={own} current="overview">
      <section aria-labelledby="link" className="grid gap-3">
        <h2 id="link" className="title text-xl">
          {t("link.title")}
        </h2>
        <OwnLink link={own.link} />
        <p className="text-ink-soft text-sm">
          {t("link.rate", { rate: formatRate(own.rateBps, locale) })} {t("link.any", { code: own.code })}
        </p>
      </section>
      <section aria-label={t("tabs.overview")} className="grid gap-6">
        <StatRow>
          <Stat label={t("figures.clicks")} value={clicks.toLocaleString(locale)} />
          <Stat label={t("figures.sales")} value={conversions.toLocaleString(locale)} />
          <Stat
            label={t("figures.rate")}
            value={conversionBps === null ? "–" : formatRate(conversionBps, locale)}
            note={conversionBps === null ? t("figures.none") : undefined}
          />
        </StatRow>
        {balances.map((each) => (
          <BalanceFigures key={each.currency} balances={each} />
        ))}
        <p className="text-ink-faint text-sm">{t("figures.age", { moment: moment.format(countedAt) })}</p>
      </section>
      {balances.length === 0 ? <NothingYet /> : <Why stats={stats} />}
      <Charts stats={stats} />
    </AffiliateFrame>
  );
}

async function NothingYet() {
  const t = await getTranslations("affiliate");
  const action = (
    <Link href="/courses" className={buttonLook({ look: "secondary" })}>
      {t("empty.action")}
    </Link>
  );
  return (
    <EmptyState title={t("empty.title")} action={action}>
      {t("empty.hint")}
    </EmptyState>
  );
}

async function Why({ stats }: { stats: Dashboard }) {
  const t = await getTranslations("affiliate");
  return (
    <section aria-labelledby="why" className="grid gap-4">
      <h2 id="why" className="title text-xl">
        {t("why.title")}
      </h2>
      <p className="text-ink-soft">{t("why.lead")}</p>
      {stats.balances.map((each) => (
        <WhyNotPaid key={each.currency} balances={each} />
      ))}
    </section>
  );
}

async function Charts({ stats: { days, balances } }: { stats: Dashboard }) {
  const [t, locale] = await Promise.all([getTranslations("affiliate"), getLocale()]);
  const count = (value: number) => Math.round(value).toLocaleString(locale);
  const counted = [
    { title: t("charts.clicks"), points: days.map(({ day, clicks }) => ({ label: day, value: clicks })) },
    { title: t("charts.sales"), points: days.map(({ day, conversions }) => ({ label: day, value: conversions })) },
  ];
  return (
    <div className="grid gap-10 lg:grid-cols-2">
      {counted.map((chart) => (
        <BarChart
          key={chart.title}
          {...chart}
          format={count}
          columns={[t("charts.day"), t("charts.count")]}
          tableLabel={t("charts.table")}
        />
      ))}
      {balances.map(({ currency }) => (
        <BarChart
          key={currency}
          title={t("charts.earned", { currency })}
          points={days.map(({ day, earned }) => ({
            label: day,
            value: earned.find((amount) => amount.currency === currency)?.amount ?? 0,
          }))}
          format={(value) => formatMoney(money(Math.round(value), currency), locale)}
          columns={[t("charts.day"), t("charts.amount")]}
          tableLabel={t("charts.table")}
        />
      ))}
    </div>
  );
}
