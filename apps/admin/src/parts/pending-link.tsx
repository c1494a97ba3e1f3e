"use client";

import Link, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";

/**
 * A link that shows it was followed while the page behind it is read. Pages are not streamed behind a skeleton: they would
 * answer 200 before they know that there is no such record, and without a script they would never come.
 */
export function PendingLink({ children, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link {...rest}>
      {children}
      <Pending />
    </Link>
  );
}

function Pending() {
  const { pending } = useLinkStatus();
  if (!pending) return null;
  return (
    <span role="status" className="ml-1.5 inline-flex h-3 items-stretch gap-0.5 align-baseline">
      {[0, 1, 2].map((column) => (
        <span
          key={column}
          aria-hidden="true"
          className="animate-light w-0.75 bg-ochre"
          style={{ animationDelay: `${column * 180}ms` }}
        />
      ))}
      <span className="sr-only">The page is being read.</span>
    </span>
  );
}
