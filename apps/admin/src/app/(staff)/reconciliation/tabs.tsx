import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";

const TABS = [
  { href: "/reconciliation", label: "Open" },
  { href: "/reconciliation?state=resolved", label: "Resolved" },
  { href: "/reconciliation/runs", label: "Runs" },
] as const;

/** What differs, what was said to it, and what has been compared. */
export function ReconciliationTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <div className="pb-6">
      <NavTabs
        label="Pages of the reconciliation"
        link={Link}
        tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
      />
    </div>
  );
}
