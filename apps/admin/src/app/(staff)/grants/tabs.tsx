import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";

const TABS = [
  { href: "/grants", label: "Waiting" },
  { href: "/grants?assigned=me", label: "Mine" },
  { href: "/grants?assigned=nobody", label: "Nobody’s" },
  { href: "/grants?state=approved", label: "Approved" },
  { href: "/grants?state=rejected", label: "Rejected" },
  { href: "/grants/funds", label: "Funds" },
] as const;

export type GrantTab = (typeof TABS)[number]["href"];

/** The pages of grants: the queue, what was decided, and the money. */
export function GrantTabs({ current }: { current: GrantTab }) {
  return (
    <div className="pb-6">
      <NavTabs
        label="Pages of grants"
        link={Link}
        tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
      />
    </div>
  );
}
