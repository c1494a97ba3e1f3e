import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";
import type { ReactNode } from "react";

/** A way from one page of the doorway to another, with the page one was going to. */
export function Way({ to, next, children }: { to: string; next?: string | undefined; children: ReactNode }) {
  const href = next ? `${to}?next=${encodeURIComponent(next)}` : to;
  return (
    <p>
      <TextLink asChild>
        <Link href={href} prefetch={false}>
          {children}
        </Link>
      </TextLink>
    </p>
  );
}
