import { outcomeOf } from "@stoa/api/http/problem";
import { formatMoney, newId } from "@stoa/kit";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { buttonLook } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { DateTime } from "@stoa/ui/date-time";
import { PageHeader } from "@stoa/ui/page-header";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { ActionForm } from "../../../../../forms/action-form.tsx";
import { problemMessage } from "../../../../../forms/answer-form.ts";
import { giveBack } from "../../../../../orders/actions.ts";
import { ReturnChoice } from "../../../../../orders/return-choice.tsx";
import { ReturnEffects } from "../../../../../orders/return-effects.tsx";
import { api } from "../../../../../server/api.ts";
import { isOrderId } from "../../../../../server/order-token.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("return.title"), robots: { index: false } };
}

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ line?: string | string[]; asked?: string }>;
}

/** What of an order its buyer gives back by themselves: choose, read what follows, and do it. Works without a script. */
export default async function ReturnPage({ params, searchParams }: PageProps) {
  const { id } = await params;
  if (!isOrderId(id)) notFound();
  const found = await outcomeOf((await api({ orderId: id })).checkout.refunds.offer({ orderId: id }));
  if (!found.ok) notFound();
  const offer = found.data;
  const { line = [], asked } = await searchParams;
  const open = offer.lines.filter((each) => each.refusal === null).map((each) => each.lineId);
  const named = [line].flat().filter((lineId) => open.includes(lineId));
  const chosen = open.length === 1 ? open : named;
  const [t, locale, timeZone] = await Promise.all([getTranslations("orders"), getLocale(), getTimeZone()]);
  return (
    <div className="page max-w-reading py-10 md:py-14">
      <PageHeader
        way={
          <Breadcrumb
            label={t("way")}
            link={Link}
            crumbs={[
              { label: t("title"), href: "/orders" },
              { label: t("one"), href: `/orders/${id}` },
              { label: t("return.title") },
            ]}
          />
        }
        title={t("return.title")}
        lead={offer.until ? t("return.lead", { days: offer.withinDays, percent: offer.underPercent }) : undefined}
      />
      {offer.until ? (
        <p className="pb-8 text-ink-soft">
          {t.rich("return.until", {
            date: () => <DateTime value={offer.until ?? new Date()} locale={locale} timeZone={timeZone} style="both" />,
          })}
        </p>
      ) : null}
      {open.length === 0 ? <Callout>{t("return.nothing")}</Callout> : null}
      {offer.lines.length > 1 ? <ReturnChoice orderId={id} offer={offer} chosen={chosen} /> : null}
      {asked && chosen.length === 0 && open.length > 0 ? (
        <Callout tone="waiting">{t("return.chooseOne")}</Callout>
      ) : null}
      {chosen.length > 0 ? <Follows orderId={id} chosen={chosen} /> : null}
      <p className="pt-8">
        <Link href={`/orders/${id}`} className={buttonLook({ look: "secondary" })}>
          {t("return.back")}
        </Link>
      </p>
    </div>
  );
}

async function Follows({ orderId, chosen }: { orderId: string; chosen: string[] }) {
  const procedures = await api({ orderId });
  const preview = await outcomeOf(procedures.checkout.refunds.previewReturn({ orderId, lineIds: chosen }));
  if (!preview.ok) return <Callout tone="bad">{await problemMessage(preview.problem)}</Callout>;
  const [t, locale] = await Promise.all([getTranslations("orders"), getLocale()]);
  return (
    <section aria-labelledby="follows" className="grid gap-5 border-line border-t pt-8">
      <h2 id="follows" className="title text-xl">
        {t("return.follows")}
      </h2>
      <ReturnEffects preview={preview.data} />
      <ActionForm
        id="return"
        action={giveBack}
        fields={[]}
        hidden={{ orderId, lines: chosen.join(","), key: newId("correlation") }}
        submit={t("return.submit", { amount: formatMoney(preview.data.amount, locale) })}
        busy={t("return.busy")}
      />
    </section>
  );
}
