import { outcomeOf } from "@stoa/api/http/problem";
import { Breadcrumb } from "@stoa/ui/breadcrumb";
import { buttonLook } from "@stoa/ui/button";
import { DateTime } from "@stoa/ui/date-time";
import { PageHeader } from "@stoa/ui/page-header";
import { Price } from "@stoa/ui/price";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import { QuoteTable } from "../../../../checkout/quote-table.tsx";
import { GivenBack } from "../../../../orders/given-back.tsx";
import { OrderStatusBadge } from "../../../../orders/status-badge.tsx";
import { api } from "../../../../server/api.ts";
import { isOrderId } from "../../../../server/order-token.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orders"))("one"), robots: { index: false } };
}

/** One order: what, how much, what became of it. For its owner, or the browser that placed it. */
export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!isOrderId(id)) notFound();
  const procedures = await api({ orderId: id });
  const [found, progress, notes, offer] = await Promise.all([
    outcomeOf(procedures.orders.get({ id })),
    outcomeOf(procedures.orders.status({ id })),
    outcomeOf(procedures.orders.creditNotes({ id })),
    outcomeOf(procedures.checkout.refunds.offer({ orderId: id })),
  ]);
  if (!found.ok || !progress.ok) notFound();
  const [t, o, locale, timeZone] = await Promise.all([
    getTranslations("orders"),
    getTranslations("order"),
    getLocale(),
    getTimeZone(),
  ]);
  const order = found.data;
  const { redirectUrl, phase, lines } = progress.data;
  const slug = lines[0]?.slug;
  // Staff read any order; what of it may be given back is between it and its buyer.
  const mayGiveBack = offer.ok && offer.data.lines.some((line) => line.refusal === null);
  return (
    <div className="page max-w-reading py-10 md:py-14">
      <PageHeader
        way={
          <Breadcrumb
            label={t("way")}
            link={Link}
            crumbs={[{ label: t("title"), href: "/orders" }, { label: order.invoiceNumber ?? t("one") }]}
          />
        }
        title={order.lines.map((line) => line.title).join(", ")}
      />
      <p className="flex flex-wrap items-center gap-3 pb-6">
        <OrderStatusBadge status={order.status} />
        <span className="text-ink-soft">{o(`phase.${phase}.detail`)}</span>
      </p>
      <QuoteTable quote={order} />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-2 pt-6 text-sm [&_dt]:text-ink-faint">
        <dt>{t("placed")}</dt>
        <dd>
          <DateTime value={order.createdAt} locale={locale} timeZone={timeZone} style="both" />
        </dd>
        {order.paidAt ? (
          <>
            <dt>{t("paid")}</dt>
            <dd>
              <DateTime value={order.paidAt} locale={locale} timeZone={timeZone} style="both" />
            </dd>
          </>
        ) : null}
        <dt>{t("to")}</dt>
        <dd className="break-all">{order.email}</dd>
        {order.invoiceNumber ? (
          <>
            <dt>{t("invoice")}</dt>
            <dd className="figures">{order.invoiceNumber}</dd>
          </>
        ) : null}
        {order.refunded.amount > 0 ? (
          <>
            <dt>{t("refunded")}</dt>
            <dd>
              <Price value={order.refunded} locale={locale} />
            </dd>
          </>
        ) : null}
        <dt>{t("number")}</dt>
        <dd className="break-all font-mono text-xs">{order.id}</dd>
      </dl>
      {offer.ok && notes.ok ? <GivenBack orderId={order.id} offer={offer.data} notes={notes.data} /> : null}
      <div className="flex flex-wrap gap-3 pt-8">
        {order.invoiceNumber ? (
          <a href={`/orders/${order.id}/receipt`} className={buttonLook({ look: "secondary" })}>
            {t("receipt")}
          </a>
        ) : null}
        {mayGiveBack ? (
          <Link href={`/orders/${order.id}/return`} className={buttonLook({ look: "quiet" })}>
            {t("giveBack")}
          </Link>
        ) : null}
        {redirectUrl ? (
          <a href={redirectUrl} className={buttonLook({ look: "primary" })}>
            {o("payNow")}
          </a>
        ) : null}
        {slug && (phase === "expired" || phase === "cancelled") ? (
          <Link href={`/checkout?course=${slug}`} className={buttonLook({ look: "primary" })}>
            {o("buyAgain")}
          </Link>
        ) : null}
      </div>
    </div>
  );
}
