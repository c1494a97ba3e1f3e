import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";

const TABS = [
  { href: "/affiliates", label: "Affiliates" },
  { href: "/affiliates/held", label: "Held referrals" },
  { href: "/affiliates/programme", label: "Programme" },
] as const;

/** The pages of the programme. */
export function AffiliateTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <div className="pb-6">
      <NavTabs
        label="Pages of the programme"
        link={Link}
        tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
      />
    </div>
  );
}
