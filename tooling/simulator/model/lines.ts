import { mulDiv } from "@stoa/kit";
import type { Line } from "./shop.ts";

/** What of a line has not gone back, tax included. */
export function leftOf({ sold, undone }: Line): number {
  return sold.total - undone;
}

/** What of an amount of a line is its tax: rounded once, on all that went back so far. */
export function taxOf({ sold }: Line, amount: number): number {
  return sold.total === 0 ? 0 : mulDiv(amount, sold.tax, sold.total);
}
