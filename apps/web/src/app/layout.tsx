import { SkipLink } from "@stoa/ui/app-shell";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { webEnv } from "../env.ts";
import { FailureWordsProvider } from "../frame/failure-words.tsx";
import { isTheme, THEME_COOKIE } from "../frame/theme.ts";
import { TimeZone } from "../frame/time-zone.tsx";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("frame");
  return {
    metadataBase: new URL(webEnv().webUrl),
    title: { default: t("title"), template: "%s · Stoa" },
    description: t("motto"),
    openGraph: { siteName: "Stoa", type: "website" },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f4ef" },
    { media: "(prefers-color-scheme: dark)", color: "#14161b" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, zone, t, failure, jar] = await Promise.all([
    getLocale(),
    getTimeZone(),
    getTranslations("frame"),
    getTranslations("failure"),
    cookies(),
  ]);
  const theme = jar.get(THEME_COOKIE)?.value;
  return (
    <html lang={locale} data-theme={isTheme(theme) ? theme : undefined}>
      <body>
        <SkipLink label={t("skip")} />
        <FailureWordsProvider
          words={{
            title: failure("title"),
            detail: failure("detail"),
            again: failure("again"),
            home: failure("home"),
            reference: failure("reference"),
          }}
        >
          {children}
        </FailureWordsProvider>
        <TimeZone known={zone} />
      </body>
    </html>
  );
}
