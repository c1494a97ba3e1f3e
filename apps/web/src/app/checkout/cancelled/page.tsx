import { outcomeOf } from "@stoa/api/http/problem";
import { buttonLook } from "@stoa/ui/button";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { phaseTone } from "../../../checkout/order-steps.ts";
import { UnknownOrder } from "../../../checkout/unknown-order.tsx";
import { api } from "../../../server/api.ts";
import { isOrderId } from "../../../server/order-token.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("order"))("cancelled.title"), robots: { index: false } };
}

/** Back from the gateway without having paid. If the money came all the same, the other page knows. */
export default async function CancelledPage({ searchParams }: { searchParams: Promise<{ order?: string }> }) {
  const { order: orderId = "" } = await searchParams;
  if (!isOrderId(orderId)) return <UnknownOrder />;
  const found = await outcomeOf((await api({ orderId })).orders.status({ id: orderId }));
  if (!found.ok) return <UnknownOrder />;
  const order = found.data;
  if (phaseTone(order.phase) === "good") redirect(`/checkout/success?order=${orderId}`);
  const t = await getTranslations("order");
  const slug = order.lines[0]?.slug;
  return (
    <div className="grid gap-6">
      <h1 className="title text-3xl">{order.lastPaymentFailed ? t("declined.title") : t("cancelled.title")}</h1>
      <p className="text-ink-soft text-lg">{order.lastPaymentFailed ? t("declined.detail") : t("cancelled.detail")}</p>
      <p className="title text-xl">{order.lines.map((line) => line.title).join(", ")}</p>
      <div className="flex flex-wrap gap-3">
        {order.redirectUrl ? (
          <a href={order.redirectUrl} className={buttonLook({ look: "primary" })}>
            {t("payAgain")}
          </a>
        ) : slug ? (
          <Link href={`/checkout?course=${slug}`} className={buttonLook({ look: "primary" })}>
            {t("buyAgain")}
          </Link>
        ) : null}
        {slug ? (
          <Link href={`/courses/${slug}`} className={buttonLook({ look: "quiet" })}>
            {t("backToCourse")}
          </Link>
        ) : null}
      </div>
    </div>
  );
}
