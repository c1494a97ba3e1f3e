import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** The look of a link inside text. `quiet` is for lists of links, where the underline waits for the pointer. */
export function TextLink({
  asChild,
  quiet,
  className,
  ...rest
}: ComponentProps<"a"> & { asChild?: boolean; quiet?: boolean }) {
  const Part = asChild ? Slot.Root : "a";
  return (
    <Part
      className={cn(
        "rounded-sm decoration-1 underline-offset-[0.2em] transition-colors duration-(--quick)",
        quiet ? "text-ink hover:underline" : "text-aegean underline decoration-aegean/50 hover:decoration-aegean",
        className,
      )}
      {...rest}
    />
  );
}
