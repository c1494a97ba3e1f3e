import { CURRENCIES, type Currency, UnknownCurrency } from "@stoa/kit";

/** The currency of a form's hidden field. Throws `UnknownCurrency` for one that no page of ours has sent. */
export function currencyNamed(text: string): Currency {
  const known = CURRENCIES.find((currency) => currency === text);
  if (!known) throw new UnknownCurrency(text);
  return known;
}
