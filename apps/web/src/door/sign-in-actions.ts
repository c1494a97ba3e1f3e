"use server";

import { pathOfOurs } from "@stoa/api/http/path-of-ours";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { bringCart } from "../cart/bring-cart.ts";
import { webEnv } from "../env.ts";
import { problemMessage, secretOf, textOf, typedValues } from "../forms/answer-form.ts";
import type { FormState } from "../forms/form-state.ts";
import { signOut, trySignIn } from "../server/auth.ts";

const CHALLENGE_COOKIE = "stoa_challenge";

/** The first step: address and password. Leads on, or to the second factor, or says that the two do not fit. */
export async function signIn(_: FormState, form: FormData): Promise<FormState> {
  const next = textOf(form, "next");
  const answer = await trySignIn({ email: textOf(form, "email"), password: secretOf(form, "password") });
  if (answer.kind === "refused") {
    return { tone: "bad", message: await refusal(answer), values: typedValues(form) };
  }
  if (answer.kind === "signed_in") return goOn(next);
  (await cookies()).set(CHALLENGE_COOKIE, answer.challenge, {
    httpOnly: true,
    sameSite: "lax",
    secure: webEnv().webUrl.startsWith("https:"),
    path: "/sign-in",
    expires: answer.expiresAt,
  });
  redirect(next ? `/sign-in/code?next=${encodeURIComponent(next)}` : "/sign-in/code");
}

/** The second step: a code of the authenticator, or one of the recovery codes. */
export async function signInWithCode(_: FormState, form: FormData): Promise<FormState> {
  const challenge = (await cookies()).get(CHALLENGE_COOKIE)?.value;
  if (!challenge) redirect("/sign-in");
  const answer = await trySignIn({ challenge, code: textOf(form, "code").replaceAll(/[\s-]/g, "") });
  if (answer.kind === "refused") return { tone: "bad", message: await refusal(answer) };
  if (answer.kind === "second_factor") redirect("/sign-in");
  (await cookies()).delete({ name: CHALLENGE_COOKIE, path: "/sign-in" });
  return goOn(textOf(form, "next"));
}

/** To where one wanted to go, with what one had put into the cart. */
async function goOn(next: string): Promise<never> {
  await bringCart();
  redirect(pathOfOurs(next, "/learn"));
}

/** Ends this session and goes to the first page. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false });
  redirect("/");
}

async function refusal(answer: { code: string; message: string; retryAfterSeconds: number | null }): Promise<string> {
  const t = await getTranslations("door");
  if (answer.code === "invalid_input") return t("bothNeeded");
  return problemMessage({ ...answer, details: { retryAfterSeconds: answer.retryAfterSeconds } });
}
