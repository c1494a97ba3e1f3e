import type { Actor } from "@stoa/api/platform/actor";
import { newSecret } from "@stoa/kit";
import { buttonLook } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { Price } from "@stoa/ui/price";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { buy } from "../../checkout/actions.ts";
import { type BasketQuery, readBasket } from "../../checkout/basket.ts";
import { countryCode } from "../../checkout/countries.ts";
import { CouponBox } from "../../checkout/coupon-box.tsx";
import { QuoteTable } from "../../checkout/quote-table.tsx";
import { quoteWithCoupon } from "../../checkout/quote-with-coupon.ts";
import { totalText } from "../../checkout/total-text.ts";
import { WayToPay } from "../../checkout/way-to-pay.tsx";
import { ActionForm } from "../../forms/action-form.tsx";
import { problemMessage } from "../../forms/answer-form.ts";
import { captchaOf } from "../../forms/captcha-of.ts";
import { currentActor, readApi } from "../../server/api.ts";

interface Props {
  searchParams: Promise<BasketQuery & { country?: string; coupon?: string }>;
}

/** Another face of the course's page, as far as a search engine is concerned. */
export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [t, { course }] = await Promise.all([getTranslations("checkout"), searchParams]);
  return {
    title: t("title"),
    description: t("payNote"),
    alternates: { canonical: course ? `/courses/${encodeURIComponent(course)}` : "/courses" },
  };
}

/** What, how much, to whom, one button. */
export default async function CheckoutPage({ searchParams }: Props) {
  const { country: asked, coupon: offered = "", ...which } = await searchParams;
  const { lines, query, couponCode: kept } = await readBasket(which);
  if (lines.length === 0) return which.cart ? redirect("/cart") : notFound();
  const [t, locale, api, actor] = await Promise.all([
    getTranslations("checkout"),
    getLocale(),
    readApi(),
    currentActor(),
  ]);
  const country = countryCode(asked) ?? (await countryOfBrowser(actor));
  const { quoted, refused, email } = await quoteWithCoupon(api, { lines, country }, { kept, offered });
  if (!quoted.ok) {
    if (quoted.problem.kind === "not_found") notFound();
    return <NotNow message={await problemMessage(quoted.problem)} owned={quoted.problem.code === "already_owned"} />;
  }
  const quote = quoted.data;
  const free = quote.total.amount === 0;
  return (
    <div className="grid gap-8">
      <h1 className="title text-2xl">{t("title")}</h1>
      <QuoteTable quote={quote} />
      {free ? null : <TaxedIn query={query} country={countryCode(quote.tax.country)} locale={locale} />}
      <CouponBox
        hidden={{ ...query, country: quote.tax.country }}
        applied={quote.couponCode}
        offered={offered}
        refused={refused}
        guest={actor.kind !== "user"}
      />
      <ActionForm
        id="buy"
        action={buy}
        hidden={{
          ...query,
          key: newSecret(24),
          country: quote.tax.country,
          total: totalText(quote.total),
          coupon: quote.couponCode ?? "",
        }}
        fields={
          actor.kind === "user"
            ? []
            : [
                {
                  name: "email",
                  label: t("email"),
                  hint: t("emailHint"),
                  type: "email",
                  autoComplete: "email",
                  inputMode: "email",
                  maxLength: 254,
                  defaultValue: email,
                },
              ]
        }
        captcha={actor.kind === "guest" ? await captchaOf("checkout") : null}
        submit={free ? t("take") : t("pay")}
        busy={t("opening")}
        wide
      >
        {actor.kind === "user" ? <p className="text-ink-soft">{t("toYou", { email: actor.email })}</p> : null}
        <WayToPay gateways={quote.gateways} />
      </ActionForm>
      <p className="text-ink-faint text-sm">
        {free ? t("freeNote") : t("payNote")} <Price value={quote.total} locale={locale} className="sr-only" />
      </p>
    </div>
  );
}

/** A guest who has not said where they are taxed: the region of their browser's language is a fair first guess. */
async function countryOfBrowser(actor: Actor): Promise<string | undefined> {
  if (actor.kind !== "guest") return undefined;
  const [first = ""] = ((await headers()).get("accept-language") ?? "").split(",");
  return countryCode(/^[a-z]{2,3}-([a-z]{2})\b/i.exec(first.trim())?.[1]);
}

/** The tax follows the country. The list of all countries has a page of its own, so that this one stays plain. */
async function TaxedIn({
  query,
  country,
  locale,
}: {
  query: Record<string, string>;
  country: string | undefined;
  locale: string;
}) {
  const t = await getTranslations("checkout");
  const here = new URLSearchParams({ ...query, ...(country ? { country } : {}) });
  const name = country ? new Intl.DisplayNames(locale, { type: "region" }).of(country) : undefined;
  return (
    <p className="-mt-4 text-ink-soft text-sm">
      {name ? t("taxedIn", { country: name }) : t("countryUnknown")}{" "}
      <TextLink asChild>
        <Link href={`/checkout/country?${here}`} prefetch={false}>
          {name ? t("change") : t("choose")}
        </Link>
      </TextLink>
    </p>
  );
}

async function NotNow({ message, owned }: { message: string; owned: boolean }) {
  const t = await getTranslations("checkout");
  return (
    <div className="grid justify-items-start gap-6">
      <h1 className="title text-2xl">{t("title")}</h1>
      <Callout tone={owned ? "good" : "bad"} title={owned ? undefined : t("nothingCharged")}>
        {message}
      </Callout>
      <Link href={owned ? "/learn" : "/courses"} className={buttonLook({ look: "primary" })}>
        {owned ? t("toLearning") : t("toCourses")}
      </Link>
    </div>
  );
}
