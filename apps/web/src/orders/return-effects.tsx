import type { RefundPreview } from "@stoa/api/checkout/refunds/schemas";
import { formatMoney } from "@stoa/kit";
import { getLocale, getTranslations } from "next-intl/server";

/** What follows when things are given back, in the buyer's words: first the money. */
export async function ReturnEffects({ preview }: { preview: RefundPreview }) {
  const [t, locale] = await Promise.all([getTranslations("orders"), getLocale()]);
  const ending = preview.lines.filter((line) => line.ends);
  return (
    <ul className="grid list-disc gap-2 pl-5">
      <li>{t("return.money", { amount: formatMoney(preview.amount, locale) })}</li>
      {ending.map(({ lineId, title, keptByAnother }) => (
        <li key={lineId}>{t(keptByAnother ? "return.kept" : "return.ends", { title })}</li>
      ))}
      {preview.couponReturned ? <li>{t("return.coupon")}</li> : null}
      {preview.creditNote ? <li>{t("return.note")}</li> : null}
    </ul>
  );
}
