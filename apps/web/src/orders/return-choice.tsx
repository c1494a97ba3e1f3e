import type { ReturnOffer } from "@stoa/api/checkout/refunds/schemas";
import { Button } from "@stoa/ui/button";
import { Checkbox } from "@stoa/ui/choice";
import { Price } from "@stoa/ui/price";
import Form from "next/form";
import { getLocale, getTranslations } from "next-intl/server";

/** Which of several things to give back, and why some cannot be: a form that is a link. */
export async function ReturnChoice({
  orderId,
  offer,
  chosen,
}: {
  orderId: string;
  offer: ReturnOffer;
  chosen: readonly string[];
}) {
  const [t, locale] = await Promise.all([getTranslations("orders"), getLocale()]);
  return (
    <Form action={`/orders/${orderId}/return`} className="grid gap-4 pb-8">
      <fieldset className="grid gap-1">
        <legend className="pb-2 font-medium">{t("return.choose")}</legend>
        {offer.lines.map(({ lineId, title, left, refusal }) => (
          <Checkbox
            key={lineId}
            name="line"
            value={lineId}
            defaultChecked={chosen.includes(lineId)}
            disabled={refusal !== null}
            label={title}
            hint={refusal === null ? <Price value={left} locale={locale} /> : t(`return.refusal.${refusal}`)}
          />
        ))}
      </fieldset>
      <input type="hidden" name="asked" value="yes" />
      <div>
        <Button type="submit" look="secondary">
          {t("return.show")}
        </Button>
      </div>
    </Form>
  );
}
