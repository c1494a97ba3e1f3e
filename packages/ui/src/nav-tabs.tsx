import type { ComponentType, ReactNode } from "react";
import { cn } from "./cn.tsx";

export interface NavTab {
  href: string;
  label: ReactNode;
  current: boolean;
}

type LinkPart = ComponentType<{ href: string; className?: string; "aria-current"?: "page"; children: ReactNode }> | "a";

/** Tabs that are pages. */
export function NavTabs({
  label,
  tabs,
  link: Link = "a",
}: {
  label: string;
  tabs: readonly NavTab[];
  link?: LinkPart;
}) {
  return (
    <nav aria-label={label} className="border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-6">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={cn(
                "block whitespace-nowrap border-b-2 py-2.5",
                tab.current ? "border-ochre font-medium text-ink" : "border-transparent text-ink-soft hover:text-ink",
              )}
            >
              {tab.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
