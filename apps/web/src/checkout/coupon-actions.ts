"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";
import { readBasket } from "./basket.ts";
import { countryCode } from "./countries.ts";
import { forgetTypedCoupon, keepTypedCoupon } from "./typed-coupon.ts";

/** Prices the basket with the code; a code that is good stays, and the page shows the new price. */
export async function applyCoupon(_: FormState, form: FormData): Promise<FormState> {
  const [code, email] = [textOf(form, "coupon"), textOf(form, "couponEmail")];
  const t = await getTranslations("checkout");
  if (code === "") return { errors: { coupon: t("couponMissing") } };
  let goTo = "";
  const refused = await answerForm(form, async () => {
    const { lines, query } = await readBasket({ course: textOf(form, "course"), cart: textOf(form, "cart") });
    const country = countryCode(textOf(form, "country"));
    await (await api()).checkout.quote({ lines, country, couponCode: code, ...(email === "" ? {} : { email }) });
    await keepTypedCoupon({ code, email });
    goTo = `/checkout?${new URLSearchParams({ ...query, ...(country ? { country } : {}) })}`;
    return {};
  });
  if (goTo) redirect(goTo);
  return refused;
}

/** The price without it; a cart that keeps it forgets it too. */
export async function removeCoupon(form: FormData): Promise<void> {
  await forgetTypedCoupon();
  const { query, couponCode } = await readBasket({ course: textOf(form, "course"), cart: textOf(form, "cart") });
  if (couponCode !== null) await (await api()).cart.keepCoupon({ couponCode: null });
  redirect(`/checkout?${new URLSearchParams(query)}`);
}
