import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn.tsx";

export const buttonLook = cva(
  [
    "inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-sans font-medium",
    "transition-colors duration-(--quick) disabled:cursor-not-allowed disabled:opacity-50",
    "aria-disabled:cursor-not-allowed aria-disabled:opacity-50 aria-busy:cursor-progress [&_svg]:size-[1.1em] [&_svg]:shrink-0",
  ],
  {
    variants: {
      look: {
        primary: "bg-action text-on-action hover:bg-action-hover",
        secondary: "border border-line-strong bg-transparent text-ink hover:border-ink hover:bg-stone",
        quiet: "text-ink hover:bg-stone",
        danger: "border border-madder bg-transparent text-madder hover:bg-madder-wash",
      },
      size: {
        sm: "min-h-8 px-3 py-1 text-sm",
        md: "min-h-11 px-5 py-2 text-base",
        lg: "min-h-14 px-7 py-3 text-lg",
      },
      wide: { true: "w-full" },
    },
    defaultVariants: { look: "primary", size: "md" },
  },
);

export interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonLook> {
  /** Dresses the child (a link, say) instead of making a button. */
  asChild?: boolean;
  /** Work is under way: the button stays readable and cannot be pressed again. */
  busy?: boolean;
}

/** The thing to press. One `primary` a page; what cannot be undone is `danger`. */
export function Button({
  look,
  size,
  wide,
  asChild,
  busy,
  disabled,
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  const classes = cn(buttonLook({ look, size, wide }), className);
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type} className={classes} aria-busy={busy || undefined} disabled={disabled || busy} {...rest} />;
}
