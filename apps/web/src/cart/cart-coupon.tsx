import type { CartView } from "@stoa/api/checkout/cart/schemas";
import { Button } from "@stoa/ui/button";
import { Callout } from "@stoa/ui/callout";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "../forms/action-form.tsx";
import { keepCoupon, removeCoupon } from "./actions.ts";

/** Where a code is typed, or the one that the cart keeps; one that is not valid any more is said to be out of the price. */
export async function CartCoupon({ coupon }: { coupon: CartView["coupon"] }) {
  const [t, checkout] = await Promise.all([getTranslations("cart"), getTranslations("checkout")]);
  if (coupon !== null) {
    const gone = coupon.discounts.length === 0;
    return (
      <form action={removeCoupon} className="grid justify-items-start gap-2 text-ink-soft text-sm">
        {gone ? (
          <Callout tone="waiting">{t("couponGone", { code: coupon.code })}</Callout>
        ) : (
          <p>{checkout("couponApplied", { code: coupon.code })}</p>
        )}
        <Button type="submit" look="quiet" size="sm" className="-ml-3">
          {checkout("couponRemove")}
        </Button>
      </form>
    );
  }
  return (
    <details className="group">
      <summary className="w-fit cursor-pointer rounded-sm py-1 text-aegean text-sm underline decoration-1 underline-offset-[0.2em]">
        {checkout("couponHave")}
      </summary>
      <div className="pt-4">
        <ActionForm
          id="cart-coupon"
          action={keepCoupon}
          fields={[{ name: "coupon", label: checkout("coupon"), maxLength: 40, autoComplete: "off" }]}
          submit={checkout("couponApply")}
          busy={checkout("couponApplying")}
          look="secondary"
        />
      </div>
    </details>
  );
}
