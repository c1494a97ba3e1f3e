"use server";

import { cookies } from "next/headers";
import { textOf } from "../forms/answer-form.ts";
import { isLocale, LOCALE_COOKIE } from "../i18n/locales.ts";
import { isTheme, THEME_COOKIE } from "./theme.ts";

const YEAR_S = 365 * 24 * 60 * 60;
const KEPT = { maxAge: YEAR_S, path: "/", sameSite: "lax" } as const;

/** Keeps the language that a reader chose in the footer. */
export async function chooseLocale(form: FormData): Promise<void> {
  const locale = textOf(form, "locale");
  if (isLocale(locale)) (await cookies()).set(LOCALE_COOKIE, locale, KEPT);
}

/** Keeps day or night, or goes back to what the system says. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = textOf(form, "theme");
  const jar = await cookies();
  if (isTheme(theme)) jar.set(THEME_COOKIE, theme, KEPT);
  else jar.delete(THEME_COOKIE);
}
