"use client";

import { Switch as Part } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** On or off, at once. What waits for a "save" is a checkbox instead. */
export function Switch({ className, ...rest }: ComponentProps<typeof Part.Root>) {
  return (
    <Part.Root
      className={cn(
        "relative h-6 w-11 shrink-0 rounded-full border border-line-strong bg-stone-deep transition-colors duration-(--quick)",
        "data-[state=checked]:border-action data-[state=checked]:bg-action disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      <Part.Thumb className="block size-4.5 translate-x-0.5 rounded-full bg-surface shadow-[0_0_0_1px_var(--line-strong)] transition-transform duration-(--quick) data-[state=checked]:translate-x-5.5 data-[state=checked]:bg-on-action data-[state=checked]:shadow-none" />
    </Part.Root>
  );
}
