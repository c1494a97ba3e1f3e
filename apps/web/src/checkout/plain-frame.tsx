import { StoaName } from "@stoa/ui/mark";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

/** The frame of the pages where money is about: the name, and nothing that leads away. */
export async function PlainFrame({ children }: { children: ReactNode }) {
  const t = await getTranslations("frame");
  return (
    <div className="min-h-dvh pb-20">
      <header className="border-line border-b">
        <div className="mx-auto flex min-h-16 max-w-form items-center px-5">
          <Link href="/" className="rounded-sm" aria-label={t("home")} prefetch={false}>
            <StoaName />
          </Link>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-form px-5 pt-10 outline-none md:pt-14">
        {children}
      </main>
    </div>
  );
}
