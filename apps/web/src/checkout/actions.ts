"use server";

import { outcomeOf } from "@stoa/api/http/problem";
import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { answerForm, captchaIn, textOf, typedValues } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";
import { readBasket } from "./basket.ts";
import { countryCode } from "./countries.ts";
import { gatewayNamed } from "./gateways.ts";
import { keepOrder, LAST_ORDER_COOKIE } from "./keep-order.ts";
import { totalShown } from "./total-text.ts";

/**
 * Starts a purchase and leads to the payment page. The form brings its own idempotency key, so a form sent twice buys once;
 * and the last order of this browser, so that whoever comes back goes on with it.
 */
export async function buy(_: FormState, form: FormData): Promise<FormState> {
  const email = textOf(form, "email");
  if (form.has("email") && email === "") return emailMissing(form);
  let goTo = "";
  const refused = await answerForm(form, async () => {
    const lastOrder = (await cookies()).get(LAST_ORDER_COOKIE)?.value;
    const procedures = await api({
      idempotencyKey: textOf(form, "key"),
      orderId: lastOrder,
      ...captchaIn(form),
    });
    const coupon = textOf(form, "coupon");
    const { lines } = await readBasket({ course: textOf(form, "course"), cart: textOf(form, "cart") });
    if (lines.length === 0) redirect("/cart");
    // A price that has changed is shown with the refusal.
    refresh();
    const order = await procedures.checkout.start({
      lines,
      expectedTotal: totalShown(textOf(form, "total")),
      ...(email === "" ? {} : { email }),
      ...(coupon === "" ? {} : { couponCode: coupon }),
      country: countryCode(textOf(form, "country")),
      gateway: gatewayNamed(textOf(form, "gateway")),
    });
    await keepOrder(order);
    goTo = order.redirectUrl ?? `/checkout/success?order=${order.orderId}`;
    return {};
  });
  if (goTo) redirect(goTo);
  return refused;
}

async function emailMissing(form: FormData): Promise<FormState> {
  const t = await getTranslations("errors");
  return { errors: { email: t("field.email") }, values: typedValues(form) };
}

/** The buyer of something free came back with the link of the mail: the address is theirs. */
export async function confirmFree(_: FormState, form: FormData): Promise<FormState> {
  const token = textOf(form, "token");
  const done = await outcomeOf((await api()).checkout.confirmFree({ token }));
  if (done.ok) redirect(`/checkout/success?order=${done.data.orderId}`);
  const t = await getTranslations("checkout");
  return { tone: "bad", message: t("confirmFailed") };
}
