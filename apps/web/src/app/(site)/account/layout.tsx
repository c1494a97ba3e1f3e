import { Button } from "@stoa/ui/button";
import { NavTabs } from "@stoa/ui/nav-tabs";
import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { leave } from "../../../door/sign-in-actions.ts";
import { mustBeSignedIn } from "../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title"), robots: { index: false } };
}

export default async function AccountLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get("x-path") ?? "/account";
  await mustBeSignedIn(path);
  const t = await getTranslations("account");
  const tabs = [
    { href: "/account", label: t("profile") },
    { href: "/account/security", label: t("security") },
    { href: "/account/sessions", label: t("sessions") },
    { href: "/account/notifications", label: t("notifications") },
    { href: "/account/payouts", label: t("payouts") },
    { href: "/orders", label: t("orders") },
  ];
  return (
    <div className="page py-10 md:py-14">
      <div className="flex flex-wrap items-end justify-between gap-4 pb-6">
        <h1 className="title text-3xl">{t("title")}</h1>
        <form action={leave}>
          <Button type="submit" look="quiet" size="sm">
            {t("signOut")}
          </Button>
        </form>
      </div>
      <NavTabs label={t("title")} link={Link} tabs={tabs.map((tab) => ({ ...tab, current: tab.href === path }))} />
      <div className="pt-4">{children}</div>
    </div>
  );
}
