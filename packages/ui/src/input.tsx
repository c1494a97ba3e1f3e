import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

/** The look shared by everything one types or picks in. */
export const controlLook = cn(
  "w-full rounded-md border border-line-strong bg-surface text-base text-ink placeholder:text-ink-faint",
  "transition-colors duration-(--quick) hover:border-ink-soft",
  "disabled:cursor-not-allowed disabled:bg-stone disabled:text-ink-faint aria-invalid:border-madder",
);

/** One line of text. */
export function Input({ className, type = "text", ...rest }: ComponentProps<"input">) {
  return <input type={type} className={cn(controlLook, "min-h-11 px-3.5 py-2", className)} {...rest} />;
}

/** Several lines of text; grows with what is written, where the browser can. */
export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(controlLook, "field-sizing-content min-h-24 px-3.5 py-2.5", className)}
      {...rest}
    />
  );
}
