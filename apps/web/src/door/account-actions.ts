"use server";

import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { answerForm, captchaIn, secretOf, textOf } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { api } from "../server/api.ts";
import { trySignIn } from "../server/auth.ts";

/** Makes an account. The answer is the same whether the address has one or not; the mail tells its owner. */
export async function signUp(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await (await api(captchaIn(form))).identity.signUp({
      name: textOf(form, "name"),
      email: textOf(form, "email"),
      password: secretOf(form, "newPassword"),
    });
    return sent("signUpSent");
  });
}

export async function resendVerification(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await (await api()).identity.resendVerification({ email: textOf(form, "email") });
    return sent("signUpSent");
  });
}

/** Asks for a link to set a new password; the answer is the same for every address. */
export async function forgotPassword(_: FormState, form: FormData): Promise<FormState> {
  return answerForm(form, async () => {
    await (await api(captchaIn(form))).identity.requestPasswordReset({ email: textOf(form, "email") });
    return sent("resetSent");
  });
}

/** Sets the new password of a reset link. All sessions end, so one signs in with it next. */
export async function resetPassword(_: FormState, form: FormData): Promise<FormState> {
  const refused = await answerForm(form, async () => {
    const input = { token: textOf(form, "token"), newPassword: secretOf(form, "newPassword") };
    await (await api()).identity.completePasswordReset(input);
    return {};
  });
  return failed(refused) ? refused : redirect("/sign-in?said=password_set");
}

/** Confirms an address, with the proof that the account is its owner's where that is asked for. */
export async function verifyEmail(_: FormState, form: FormData): Promise<FormState> {
  const password = secretOf(form, "password");
  const newPassword = secretOf(form, "newPassword");
  const refused = await answerForm(form, async () => {
    await (await api()).identity.verifyEmail({
      token: textOf(form, "token"),
      ...(password ? { password } : {}),
      ...(newPassword ? { newPassword } : {}),
    });
    return {};
  });
  if (failed(refused)) return refused;
  await signInAfter(textOf(form, "email"), newPassword || password);
  return redirect("/learn");
}

/** Confirms the new address of an account; its person is signed in. */
export async function changeEmail(_: FormState, form: FormData): Promise<FormState> {
  const refused = await answerForm(form, async () => {
    await (await api()).identity.confirmEmailChange({ token: textOf(form, "token") });
    return {};
  });
  return failed(refused) ? refused : redirect("/account?said=email_changed");
}

/** Makes the account that a guest's purchase belongs to, and opens the door to it. */
export async function claimPurchase(_: FormState, form: FormData): Promise<FormState> {
  const newPassword = secretOf(form, "newPassword");
  const refused = await answerForm(form, async () => {
    await (await api()).identity.claimPurchase({
      token: textOf(form, "token"),
      name: textOf(form, "name"),
      newPassword,
    });
    return {};
  });
  if (failed(refused)) return refused;
  await signInAfter(textOf(form, "email"), newPassword);
  return redirect(pathOfOurs(textOf(form, "next"), "/learn"));
}

/** The password was proved a moment ago; where more is asked for, the sign-in page asks for it. */
async function signInAfter(email: string, password: string): Promise<void> {
  if (email && password) await trySignIn({ email, password });
}

async function sent(key: "signUpSent" | "resetSent"): Promise<FormState> {
  const t = await getTranslations("door");
  return { tone: "good", message: t(key) };
}

function failed(state: FormState): boolean {
  return state.message !== undefined || state.errors !== undefined;
}
