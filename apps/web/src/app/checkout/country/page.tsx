import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Select } from "@stoa/ui/select";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { BasketQuery } from "../../../checkout/basket.ts";
import { countriesIn, countryCode } from "../../../checkout/countries.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkout"))("country"), robots: { index: false } };
}

/** Where one is taxed. Leads back to the checkout, priced anew. */
export default async function CountryPage({
  searchParams,
}: {
  searchParams: Promise<BasketQuery & { country?: string }>;
}) {
  const [t, locale, { course, cart, country }] = await Promise.all([
    getTranslations("checkout"),
    getLocale(),
    searchParams,
  ]);
  return (
    <form action="/checkout" className="grid gap-6">
      <h1 className="title text-2xl">{t("country")}</h1>
      {course ? <input type="hidden" name="course" value={course} /> : null}
      {cart ? <input type="hidden" name="cart" value={cart} /> : null}
      <Field id="country" label={t("countryLabel")} hint={t("countryHint")}>
        {(wiring) => (
          <Select {...wiring} name="country" defaultValue={countryCode(country) ?? ""} autoComplete="country" required>
            <option value="">{t("choose")}</option>
            {countriesIn(locale).map((entry) => (
              <option key={entry.value} value={entry.value}>
                {entry.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit" size="lg" wide>
        {t("goOn")}
      </Button>
    </form>
  );
}
