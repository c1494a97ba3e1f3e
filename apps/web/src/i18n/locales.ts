export const LOCALES = ["en", "hi", "fr"] as const;
export type Locale = (typeof LOCALES)[number];

export const LOCALE_COOKIE = "stoa_locale";
export const TIME_ZONE_COOKIE = "stoa_time_zone";

/** Each language in its own words. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", hi: "हिन्दी", fr: "Français" };

export function isLocale(value: string | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The first language of an Accept-Language header that Stoa speaks; English when there is none. */
export function localeFromHeader(header: string | null): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((entry) => {
      const [tag = "", ...parameters] = entry.trim().split(";");
      const quality = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { language: tag.toLowerCase().split("-")[0], quality: quality ? Number(quality.trim().slice(2)) : 1 };
    })
    .sort((left, right) => right.quality - left.quality);
  return wanted.map(({ language }) => language).find(isLocale) ?? "en";
}

/** A time zone that this server knows, or UTC. */
export function knownTimeZone(value: string | undefined): string {
  if (!value) return "UTC";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
