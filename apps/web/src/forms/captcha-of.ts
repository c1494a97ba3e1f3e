import "server-only";
import type { PublicForm } from "@stoa/api/middleware/captcha";
import { getLocale, getTranslations } from "next-intl/server";
import { webEnv } from "../env.ts";
import type { CaptchaSpec } from "./captcha.tsx";

/** The captcha of a public form in the reader's language; null where none is set up. */
export async function captchaOf(action: PublicForm["action"]): Promise<CaptchaSpec | null> {
  const { captcha } = webEnv();
  if (captcha === null) return null;
  const [t, language] = await Promise.all([getTranslations("captcha"), getLocale()]);
  const words = { title: t("title"), failed: t("failed"), noScript: t("noScript") };
  return { ...captcha, action, language, words };
}
