import type { ComponentType, ReactNode } from "react";
import { cn } from "./cn.tsx";

export interface ShellLink {
  href: string;
  label: ReactNode;
  current?: boolean;
  icon?: ReactNode;
  count?: ReactNode;
}

export interface ShellSection {
  title: string;
  links: readonly ShellLink[];
}

type LinkPart = ComponentType<{ href: string; className?: string; "aria-current"?: "page"; children: ReactNode }> | "a";

export interface AppShellProps {
  skipLabel: string;
  navLabel: string;
  menuLabel: string;
  name: ReactNode;
  sections: readonly ShellSection[];
  /** Above the page: search, the person, the theme. */
  bar?: ReactNode;
  barLabel?: string;
  foot?: ReactNode;
  link?: LinkPart;
  children: ReactNode;
}

/** The frame of the staff's rooms: ways on the left, folded into a menu on a phone, work on the right. */
export function AppShell({
  skipLabel,
  navLabel,
  menuLabel,
  name,
  sections,
  bar,
  barLabel,
  foot,
  link = "a",
  children,
}: AppShellProps) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
      <SkipLink label={skipLabel} />
      <header className="border-line border-b bg-stone lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:overflow-y-auto lg:border-r lg:border-b-0">
        <div className="flex items-center justify-between px-4 py-3 lg:py-5">{name}</div>
        <details className="px-4 pb-3 lg:hidden">
          <summary className="w-fit cursor-pointer rounded-sm py-1 font-medium text-sm">{menuLabel}</summary>
          <ShellNav label={navLabel} sections={sections} link={link} />
        </details>
        <div className="hidden px-3 pb-6 lg:block">
          <ShellNav label={navLabel} sections={sections} link={link} />
        </div>
        {foot ? <div className="mt-auto hidden border-line border-t p-4 lg:block">{foot}</div> : null}
      </header>
      <div className="min-w-0">
        {bar ? (
          <section aria-label={barLabel} className="flex min-h-14 items-center gap-3 border-line border-b px-4 sm:px-8">
            {bar}
          </section>
        ) : null}
        <main id="main" tabIndex={-1} className="px-4 py-6 outline-none sm:px-8">
          {children}
        </main>
      </div>
    </div>
  );
}

function ShellNav({
  label,
  sections,
  link: Link = "a",
}: {
  label: string;
  sections: readonly ShellSection[];
  link?: LinkPart;
}) {
  return (
    <nav aria-label={label} className="grid gap-5">
      {sections.map((section) => (
        <div key={section.title}>
          <h2 className="px-2 pb-1 text-ink-faint text-xs">{section.title}</h2>
          <ul>
            {section.links.map((entry) => (
              <li key={entry.href}>
                <Link
                  href={entry.href}
                  aria-current={entry.current ? "page" : undefined}
                  className={cn(
                    "flex items-center gap-2.5 rounded-sm border-l-3 px-2 py-1.5 text-sm [&_svg]:size-4",
                    entry.current
                      ? "border-ochre bg-surface font-medium text-ink"
                      : "border-transparent text-ink-soft hover:text-ink",
                  )}
                >
                  {entry.icon}
                  <span className="grow">{entry.label}</span>
                  {entry.count ? <span className="figures text-xs">{entry.count}</span> : null}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The first stop of the keyboard: past the head, to the page. */
export function SkipLink({ label }: { label: string }) {
  return (
    <a
      href="#main"
      className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-md focus:bg-action focus:px-4 focus:py-2 focus:text-on-action"
    >
      {label}
    </a>
  );
}
