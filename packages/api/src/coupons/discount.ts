import { allocate, share, unreachable } from "@stoa/kit";

/** What a coupon does to a price. */
export type Discount =
  | { readonly kind: "percentage"; readonly rateBps: number }
  | { readonly kind: "amount"; readonly amountMinor: number }
  /** What is left to pay, whatever the price has become since. */
  | { readonly kind: "price"; readonly amountMinor: number };

/**
 * What is taken off each line, in minor units; null when the coupon does not fit: nothing it is for costs anything, or
 * more would be taken off than it costs. Rounded once on the sum and then split by largest remainder, so that the parts
 * add up to what was promised. `covered` says which lines the coupon is for.
 */
export function discountsOf(
  discount: Discount,
  amounts: readonly number[],
  covered: readonly boolean[],
): number[] | null {
  const weights = amounts.map((amount, index) => (covered[index] ? amount : 0));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  if (whole === 0) return null;
  const off = takenOff(discount, whole);
  if (off > whole) return null;
  return off === 0 ? amounts.map(() => 0) : allocate(off, weights);
}

function takenOff(discount: Discount, wholeMinor: number): number {
  switch (discount.kind) {
    case "percentage":
      return share(wholeMinor, discount.rateBps);
    case "amount":
      return discount.amountMinor;
    case "price":
      return Math.max(0, wholeMinor - discount.amountMinor);
    default:
      return unreachable(discount, "discount");
  }
}
