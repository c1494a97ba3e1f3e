import type { ReturnOffer } from "@stoa/api/checkout/refunds/schemas";
import type { CreditNoteList } from "@stoa/api/orders/schemas";
import { Callout } from "@stoa/ui/callout";
import { Price } from "@stoa/ui/price";
import { TextLink } from "@stoa/ui/text-link";
import { getLocale, getTranslations } from "next-intl/server";

/** What of an order is on its way back, and the credit notes of what has gone back. Nothing, for most orders. */
export async function GivenBack({
  orderId,
  offer,
  notes,
}: {
  orderId: string;
  offer: ReturnOffer;
  notes: CreditNoteList;
}) {
  const [t, locale] = await Promise.all([getTranslations("orders"), getLocale()]);
  const returning = offer.lines.filter((line) => line.refusal === "on_its_way");
  return (
    <>
      {returning.length > 0 ? (
        <div className="pt-6">
          <Callout tone="waiting">{t("returning", { titles: returning.map((line) => line.title).join(", ") })}</Callout>
        </div>
      ) : null}
      {notes.items.length > 0 ? (
        <section aria-labelledby="credit-notes" className="pt-8">
          <h2 id="credit-notes" className="title pb-2 text-lg">
            {t("creditNotes")}
          </h2>
          <ul className="grid gap-1.5 text-sm">
            {notes.items.map(({ number, total }) => (
              <li key={number} className="flex flex-wrap gap-x-4">
                <TextLink href={`/orders/${orderId}/credit-notes/${number}`}>{number}</TextLink>
                <Price value={total} locale={locale} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
