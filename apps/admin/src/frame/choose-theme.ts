"use server";

import { cookies } from "next/headers";
import { text } from "../forms/text.ts";
import { isTheme, THEME_COOKIE } from "./theme.ts";

const YEAR_S = 365 * 24 * 60 * 60;

/** Keeps day or night, or goes back to what the system says. */
export async function chooseTheme(form: FormData): Promise<void> {
  const theme = text(form, "theme");
  const jar = await cookies();
  if (isTheme(theme)) jar.set(THEME_COOKIE, theme, { maxAge: YEAR_S, path: "/", sameSite: "lax" });
  else jar.delete(THEME_COOKIE);
}
