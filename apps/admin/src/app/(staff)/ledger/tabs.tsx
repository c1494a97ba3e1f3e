import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";

const TABS = [
  { href: "/ledger", label: "Accounts" },
  { href: "/ledger/entries", label: "Journal" },
  { href: "/ledger/invariants", label: "Invariants" },
] as const;

/** The views of the books. */
export function LedgerTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <div className="pb-6">
      <NavTabs
        label="Views of the books"
        link={Link}
        tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
      />
    </div>
  );
}
