import type { ComponentType, ReactNode } from "react";

export interface Crumb {
  label: ReactNode;
  href?: string;
}

/** The way here. The last crumb is this page. */
export function Breadcrumb({
  label,
  crumbs,
  link: Link = "a",
}: {
  label: string;
  crumbs: readonly Crumb[];
  link?: ComponentType<{ href: string; className?: string; children: ReactNode }> | "a";
}) {
  return (
    <nav aria-label={label} className="text-ink-faint text-sm">
      <ol className="flex flex-wrap items-center gap-x-2">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href ?? "here"} className="flex items-center gap-2">
            {index > 0 ? <span aria-hidden="true" className="h-3 w-px bg-line-strong" /> : null}
            {crumb.href ? (
              <Link href={crumb.href} className="rounded-sm hover:text-ink hover:underline">
                {crumb.label}
              </Link>
            ) : (
              <span aria-current="page" className="text-ink-soft">
                {crumb.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
