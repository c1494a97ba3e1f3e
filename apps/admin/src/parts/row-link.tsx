import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";
import type { ReactNode } from "react";

/** The link of a row; the first one of a row takes the keyboard's focus. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <TextLink asChild>
      <Link href={href}>{children}</Link>
    </TextLink>
  );
}
