"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { gatewayNamed } from "../checkout/gateways.ts";
import { answerForm, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";
import { currencyNamed } from "./currency-named.ts";

/** Says where one's money is to go. */
export async function setAccount(_: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return answerForm(form, async () => {
    const gateway = gatewayNamed(textOf(form, "gateway"));
    if (!gateway) return { errors: { gateway: t("account.choose") } };
    const account = { payeeId: textOf(form, "payeeId"), gateway, destination: textOf(form, "destination") };
    const { usable } = await (await api()).payouts.setAccount(account);
    revalidatePath("/account/payouts");
    return { tone: "good", message: usable ? t("account.saved") : t("account.savedLater") };
  });
}

/** Asks for all that may be paid out in one currency; the form's key makes twice sent once asked. */
export async function askForPayout(_: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("payouts");
  return answerForm(form, async () => {
    const procedures = await api({ idempotencyKey: textOf(form, "key") });
    const currency = currencyNamed(textOf(form, "currency"));
    await procedures.payouts.request({ payeeId: textOf(form, "payeeId"), currency });
    revalidatePath("/account/payouts");
    return { tone: "good", message: t("due.asked") };
  });
}
