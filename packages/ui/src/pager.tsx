import type { ComponentType, ReactNode } from "react";
import { buttonLook } from "./button.tsx";

export interface PagerProps {
  label: string;
  /** The first page; null while one stands on it. */
  firstHref: string | null;
  /** The page after this; null on the last. */
  nextHref: string | null;
  firstLabel: string;
  nextLabel: string;
  endLabel: string;
  link?: ComponentType<{ href: string; className?: string; rel?: string; children: ReactNode }> | "a";
}

/** Steps through a list by cursor: on, or back to the start. There are no page numbers, as nobody has counted. */
export function Pager({ label, firstHref, nextHref, firstLabel, nextLabel, endLabel, link: Link = "a" }: PagerProps) {
  if (!firstHref && !nextHref) return null;
  return (
    <nav aria-label={label} className="flex items-center justify-between gap-4 pt-6">
      {firstHref ? (
        <Link href={firstHref} className={buttonLook({ look: "quiet" })}>
          {firstLabel}
        </Link>
      ) : (
        <span />
      )}
      {nextHref ? (
        <Link href={nextHref} rel="next" className={buttonLook({ look: "secondary" })}>
          {nextLabel}
        </Link>
      ) : (
        <span className="text-ink-faint text-sm">{endLabel}</span>
      )}
    </nav>
  );
}
