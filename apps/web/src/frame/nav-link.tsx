"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** A way of the site's head. It knows by itself where one is, because the head stays while pages change. */
export function NavLink({ href, label, children }: { href: string; label?: string; children: ReactNode }) {
  const path = usePathname();
  const here = path === href || path.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={here ? "page" : undefined}
      aria-label={label}
      className="inline-flex min-h-11 items-center gap-1.5 rounded-sm border-transparent border-y-2 text-ink-soft hover:text-ink aria-[current=page]:border-b-ochre aria-[current=page]:text-ink"
    >
      {children}
    </Link>
  );
}
