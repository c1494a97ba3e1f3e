import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "../forms/action-form.tsx";
import { applyCoupon, removeCoupon } from "./coupon-actions.ts";

interface Props {
  /** What leads back to this checkout. */
  hidden: Record<string, string>;
  /** The code that is in the price. */
  applied: string | null;
  /** A code that came with the address and is not in the price. */
  offered: string;
  /** Why the code that was typed before is not in the price any more. */
  refused: string | null;
  guest: boolean;
}

/** Where a code is typed, or the one that is in the price. Closed until somebody has one, so that the page stays plain. */
export async function CouponBox({ hidden, applied, offered, refused, guest }: Props) {
  const t = await getTranslations("checkout");
  if (applied !== null) {
    return (
      <form action={removeCoupon} className="-mt-4 flex flex-wrap items-center gap-x-3 text-ink-soft text-sm">
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {t("couponApplied", { code: applied })}
        <Button type="submit" look="quiet" size="sm">
          {t("couponRemove")}
        </Button>
      </form>
    );
  }
  const email = { name: "couponEmail", label: t("couponEmail"), hint: t("couponEmailHint"), type: "email" as const };
  return (
    <details className="group -mt-4" open={offered !== "" || refused !== null}>
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-aegean text-sm underline decoration-1 underline-offset-[0.2em]">
        {t("couponHave")}
      </summary>
      <div className="grid gap-4 pt-4">
        {refused === null ? null : <Callout tone="bad">{refused}</Callout>}
        <ActionForm
          id="coupon"
          action={applyCoupon}
          hidden={hidden}
          fields={[
            { name: "coupon", label: t("coupon"), defaultValue: offered, maxLength: 40, autoComplete: "off" },
            ...(guest ? [{ ...email, required: false, maxLength: 254, autoComplete: "email" }] : []),
          ]}
          submit={t("couponApply")}
          busy={t("couponApplying")}
          look="secondary"
        />
      </div>
    </details>
  );
}
