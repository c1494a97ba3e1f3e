import { StoaMark } from "@stoa/ui/mark";
import { cookies } from "next/headers";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { LOCALE_NAMES, LOCALES } from "../i18n/locales.ts";
import { chooseLocale, chooseTheme } from "./preferences.ts";
import { THEME_COOKIE, THEMES } from "./theme.ts";

/** The foot of every page: language and light, chosen without a script. */
export async function SiteFooter() {
  const t = await getTranslations("frame");
  const locale = await getLocale();
  const theme = (await cookies()).get(THEME_COOKIE)?.value ?? "system";
  return (
    <footer className="mt-24">
      <div className="steps" />
      <div className="page flex flex-wrap items-start justify-between gap-x-12 gap-y-6 py-8 text-sm">
        <div className="grid max-w-80 gap-3">
          <p className="flex items-start gap-3 text-ink-soft">
            <StoaMark className="mt-0.5 text-ochre" />
            {t("motto")}
          </p>
          <Link href="/impact" prefetch={false} className="w-fit rounded-sm text-ink-soft hover:text-ink">
            {t("impact")}
          </Link>
          <Link href="/donate" prefetch={false} className="w-fit rounded-sm text-ink-soft hover:text-ink">
            {t("donate")}
          </Link>
          <Link href="/affiliate" prefetch={false} className="w-fit rounded-sm text-ink-soft hover:text-ink">
            {t("affiliates")}
          </Link>
        </div>
        <div className="flex flex-wrap gap-x-12 gap-y-6">
          <form action={chooseLocale}>
            <ChoiceList
              label={t("language")}
              name="locale"
              current={locale}
              options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
            />
          </form>
          <form action={chooseTheme}>
            <ChoiceList
              label={t("light")}
              name="theme"
              current={theme}
              options={["system" as const, ...THEMES].map((value) => ({ value, label: t(`theme.${value}`) }))}
            />
          </form>
        </div>
      </div>
    </footer>
  );
}

interface Option {
  value: string;
  label: string;
  lang?: string;
}

/** The names of languages are set in the reader's system face, so that a page of English loads no Devanagari. */
function ChoiceList({
  label,
  name,
  current,
  options,
}: {
  label: string;
  name: string;
  current: string;
  options: readonly Option[];
}) {
  return (
    <fieldset className="flex flex-wrap items-center gap-x-1">
      <legend className="label float-left mr-2 py-1">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="submit"
          name={name}
          value={option.value}
          lang={option.lang}
          aria-pressed={option.value === current}
          className={`min-h-8 rounded-sm px-2 text-ink-soft leading-normal hover:text-ink aria-pressed:bg-stone aria-pressed:text-ink ${option.lang ? "font-system" : ""}`}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
