"use client";

import { Tabs as Part } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** Several views of one thing. Views with an address of their own are links instead (`NavTabs`). */
export const Tabs = Part.Root;

export function TabList({ className, ...rest }: ComponentProps<typeof Part.List>) {
  return <Part.List className={cn("flex gap-6 overflow-x-auto border-line border-b", className)} {...rest} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Part.Trigger>) {
  return (
    <Part.Trigger
      className={cn(
        "-mb-px whitespace-nowrap border-transparent border-b-2 py-2.5 text-ink-soft hover:text-ink",
        "data-[state=active]:border-ochre data-[state=active]:font-medium data-[state=active]:text-ink",
        className,
      )}
      {...rest}
    />
  );
}

export function TabPanel({ className, ...rest }: ComponentProps<typeof Part.Content>) {
  return <Part.Content className={cn("pt-5", className)} {...rest} />;
}
