import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** A slab on the page: a hairline, no shadow. For what can be taken out as one thing; text needs no card. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("rounded-md border border-line bg-surface p-5 sm:p-6", className)} {...rest} />;
}
