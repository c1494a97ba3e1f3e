"use client";

import { DropdownMenu as Part } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

export const Menu = Part.Root;
export const MenuTrigger = Part.Trigger;

export function MenuPanel({ className, sideOffset = 6, align = "end", ...rest }: ComponentProps<typeof Part.Content>) {
  return (
    <Part.Portal>
      <Part.Content
        sideOffset={sideOffset}
        align={align}
        className={cn(
          "animate-rise z-50 min-w-52 rounded-md border border-line bg-surface p-1 text-ink shadow-lifted",
          className,
        )}
        {...rest}
      />
    </Part.Portal>
  );
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Part.Item>) {
  return (
    <Part.Item
      className={cn(
        "flex cursor-default items-center gap-2.5 rounded-sm px-3 py-2 text-sm outline-none",
        "data-disabled:text-ink-faint data-highlighted:bg-stone [&_svg]:size-4",
        className,
      )}
      {...rest}
    />
  );
}

export function MenuSeparator() {
  return <Part.Separator className="my-1 h-px bg-line" />;
}
