import type { OwnAffiliate } from "@stoa/api/affiliates/schemas";
import { Callout } from "@stoa/ui/callout";
import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";

const TABS = {
  overview: "/affiliate",
  links: "/affiliate/links",
  sales: "/affiliate/sales",
  statements: "/affiliate/statements",
  payouts: "/account/payouts",
} as const;

/** The head of the affiliate's pages. */
export async function AffiliateFrame({
  own,
  current,
  children,
}: {
  own: OwnAffiliate;
  current: keyof typeof TABS;
  children: ReactNode;
}) {
  const t = await getTranslations("affiliate");
  const tabs = (Object.keys(TABS) as (keyof typeof TABS)[]).map((tab) => ({
    href: TABS[tab],
    label: t(`tabs.${tab}`),
    current: tab === current,
  }));
  return (
    <div className="page grid gap-8 py-10 md:py-14">
      <h1 className="title text-3xl">{t("title")}</h1>
      <NavTabs label={t("title")} link={Link} tabs={tabs} />
      {own.status === "suspended" ? (
        <Callout tone="bad">{t("suspended", { reason: own.suspendedReason ?? "" })}</Callout>
      ) : null}
      {children}
    </div>
  );
}
