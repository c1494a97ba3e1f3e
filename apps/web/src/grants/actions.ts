"use server";

import { CURRENCIES, minorOf, money } from "@stoa/kit";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { keepOrder } from "../checkout/keep-order.ts";
import { answerForm, captchaIn, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

/** Sends an application. The form brings its own key, so that one sent twice counts once. */
export async function applyForGrant(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const [t, locale] = await Promise.all([getTranslations("grants"), getLocale()]);
    const procedures = await api({ idempotencyKey: textOf(form, "key"), ...captchaIn(form) });
    const email = textOf(form, "email");
    const { answerBy } = await procedures.grants.submit({
      course: textOf(form, "course"),
      name: textOf(form, "name"),
      statement: textOf(form, "statement"),
      requestedPercent: Number(textOf(form, "percent")),
      ...(form.has("email") ? { email } : {}),
    });
    const date = new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(answerBy);
    return { tone: "good", message: t("received", { date }) };
  });
}

/** Starts a gift and leads to the payment page, like a purchase. */
export async function giveToFund(_: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("errors");
  const currency = CURRENCIES.find((code) => code === textOf(form, "currency")) ?? "EUR";
  const minor = minorOf(textOf(form, "amount"), currency);
  if (minor === null) return { errors: { amount: t("field.amount") }, values: { amount: textOf(form, "amount") } };
  let goTo = "";
  const refused = await answerForm(form, async () => {
    const procedures = await api({ idempotencyKey: textOf(form, "key"), ...captchaIn(form) });
    const email = textOf(form, "email");
    const order = await procedures.checkout.start({
      lines: [{ kind: "donation", id: textOf(form, "fund"), quantity: 1, amount: money(minor, currency) }],
      ...(form.has("email") ? { email } : {}),
    });
    await keepOrder(order);
    goTo = order.redirectUrl ?? `/checkout/success?order=${order.orderId}`;
    return {};
  });
  if (goTo) redirect(goTo);
  return refused;
}
