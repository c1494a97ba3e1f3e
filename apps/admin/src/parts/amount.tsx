import type { Money } from "@stoa/kit";
import { Price } from "@stoa/ui/price";

/** Money in a table of the staff. */
export function Amount({ value }: { value: Money }) {
  return <Price value={value} locale="en-GB" className="figures" />;
}
