import { CourseCover } from "@stoa/ui/course-cover";
import { StoaName } from "@stoa/ui/mark";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

/** Links of mails hold tokens: no other site is told of them. (Told to none at all, forms would come back as a stranger's.) */
export const metadata: Metadata = { robots: { index: false }, referrer: "same-origin" };

/** The doorway: a narrow column of words, and the colonnade behind it. */
export default async function DoorLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("frame");
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,38%)]">
      <div className="mx-auto grid w-full max-w-form grid-rows-[auto_1fr] px-5 pb-16">
        <header className="flex min-h-16 items-center">
          <Link href="/" aria-label={t("home")} className="rounded-sm">
            <StoaName />
          </Link>
        </header>
        <main id="main" tabIndex={-1} className="content-center py-8 outline-none">
          {children}
        </main>
      </div>
      <CourseCover slug="bread-in-four" cut="standing" className="hidden h-full lg:block" />
    </div>
  );
}
