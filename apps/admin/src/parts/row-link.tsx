import { TextLink } from "@stoa/ui/text-link";
import type { ReactNode } from "react";
import { PendingLink } from "./pending-link.tsx";

/** The link of a row; the first one of a row takes the keyboard's focus. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <TextLink asChild>
      <PendingLink href={href}>{children}</PendingLink>
    </TextLink>
  );
}
