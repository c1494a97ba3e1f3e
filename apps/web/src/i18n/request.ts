import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { isLocale, knownTimeZone, LOCALE_COOKIE, localeFromHeader, TIME_ZONE_COOKIE } from "./locales.ts";

/** Language and time zone of a request: what the reader chose, else what the browser says. */
export default getRequestConfig(async () => {
  const jar = await cookies();
  const chosen = jar.get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen) ? chosen : localeFromHeader((await headers()).get("accept-language"));
  const { default: messages } = await import(`../../messages/${locale}.json`);
  return { locale, messages, timeZone: knownTimeZone(jar.get(TIME_ZONE_COOKIE)?.value) };
});
