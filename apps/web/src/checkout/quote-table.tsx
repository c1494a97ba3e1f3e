import type { QuoteAnswer } from "@stoa/api/checkout/schemas";
import { Price } from "@stoa/ui/price";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

/** What is bought and what it costs, to the last cent, before anything is asked for. */
export async function QuoteTable({ quote }: { quote: Omit<QuoteAnswer, "gateways"> }) {
  const [t, locale] = await Promise.all([getTranslations("checkout"), getLocale()]);
  const { tax } = quote;
  const added = tax.mode === "exclusive" && tax.amount.amount > 0;
  return (
    <table className="figures w-full border-line border-y text-left">
      <caption className="sr-only">{t("summary")}</caption>
      <tbody>
        {quote.lines.map((line) => (
          <Row key={line.id} label={line.title} strong>
            <Price value={line.unit} locale={locale} freeLabel={t("free")} />
          </Row>
        ))}
        {quote.discount.amount > 0 ? (
          <Row label={t("discount")}>
            −<Price value={quote.discount} locale={locale} />
          </Row>
        ) : null}
        {tax.amount.amount > 0 ? (
          <Row
            label={t(added ? "taxAdded" : "taxIncluded", {
              name: tax.name,
              rate: tax.rateBps / 100,
              country: countryName(tax.country, locale),
            })}
          >
            <Price value={tax.amount} locale={locale} />
          </Row>
        ) : null}
      </tbody>
      <tfoot>
        <tr className="border-line border-t">
          <th scope="row" className="py-3 pr-4 font-medium">
            {t("total")}
          </th>
          <td className="title py-3 text-right text-2xl">
            <Price value={quote.total} locale={locale} freeLabel={t("free")} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Row({ label, strong, children }: { label: string; strong?: boolean; children: ReactNode }) {
  return (
    <tr>
      <th
        scope="row"
        className={`py-2.5 pr-4 align-baseline ${strong ? "title text-lg" : "font-normal text-ink-soft text-sm"}`}
      >
        {label}
      </th>
      <td className={`py-2.5 text-right align-baseline ${strong ? "" : "text-ink-soft text-sm"}`}>{children}</td>
    </tr>
  );
}

function countryName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}
