"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { answerForm, secretOf, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";

type Said = "saved" | "passwordChanged" | "emailSent" | "twoFactorOff";

export async function saveProfile(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const locale = textOf(form, "locale");
    await (await api()).identity.updateProfile({
      name: textOf(form, "name"),
      ...(locale === "en" || locale === "hi" || locale === "fr" ? { locale } : {}),
      timeZone: textOf(form, "timeZone"),
      country: textOf(form, "country") || null,
    });
    revalidatePath("/account", "layout");
    return said("saved");
  });
}

export async function changePassword(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const input = { password: secretOf(form, "password"), newPassword: secretOf(form, "newPassword") };
    await (await api()).identity.changePassword(input);
    return said("passwordChanged");
  });
}

/** Sends the confirming link to the new address; until it is used, nothing has changed. */
export async function requestEmailChange(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const input = { password: secretOf(form, "password"), email: textOf(form, "email") };
    await (await api()).identity.requestEmailChange(input);
    return said("emailSent");
  });
}

export async function endSession(form: FormData): Promise<void> {
  await (await api()).identity.sessions.end({ id: textOf(form, "id") });
  revalidatePath("/account/sessions");
}

export async function endOtherSessions(): Promise<void> {
  await (await api()).identity.sessions.endAll({ exceptThis: true });
  revalidatePath("/account/sessions");
}

export async function disableTwoFactor(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    const input = { password: secretOf(form, "password"), code: textOf(form, "code") };
    await (await api()).identity.twoFactor.disable(input);
    revalidatePath("/account/security");
    return said("twoFactorOff");
  });
}

async function said(key: Said): Promise<FormState> {
  const t = await getTranslations("account");
  return { tone: "good", message: t(key) };
}
