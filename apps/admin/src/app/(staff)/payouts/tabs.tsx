import { NavTabs } from "@stoa/ui/nav-tabs";
import Link from "next/link";

const TABS = [
  { href: "/payouts", label: "Payouts" },
  { href: "/payouts/batches", label: "Batches" },
] as const;

/** The pages of what is paid out. */
export function PayoutTabs({ current }: { current: (typeof TABS)[number]["href"] }) {
  return (
    <div className="pb-6">
      <NavTabs
        label="Pages of the payouts"
        link={Link}
        tabs={TABS.map((tab) => ({ ...tab, current: tab.href === current }))}
      />
    </div>
  );
}
