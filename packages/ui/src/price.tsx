import { formatMoney, type Money } from "@stoa/kit";
import { cn } from "./cn.tsx";

export interface PriceProps {
  value: Money;
  locale: string;
  /** The word for nothing to pay. */
  freeLabel?: string;
  className?: string;
}

/** An amount, in the reader's own notation, its digits of one width. */
export function Price({ value, locale, freeLabel, className }: PriceProps) {
  const text = value.amount === 0 && freeLabel ? freeLabel : formatMoney(value, locale);
  return (
    <data value={`${value.amount} ${value.currency}`} className={cn("figures whitespace-nowrap", className)}>
      {text}
    </data>
  );
}
