import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";
import { controlLook } from "./input.tsx";

/** The browser's own list: it works without a script, on a phone and by keyboard. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className="relative block">
      <select className={cn(controlLook, "min-h-11 appearance-none py-2 pr-10 pl-3.5", className)} {...rest}>
        {children}
      </select>
      <svg
        viewBox="0 0 12 12"
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3.5 size-3 -translate-y-1/2 text-ink-faint"
      >
        <path d="M2 4.5 6 8.5 10 4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </svg>
    </span>
  );
}
