import { CURRENCIES, type Money, money } from "@stoa/kit";

/** The total that a form shows, to be sent back with it: `4900 EUR`. */
export function totalText({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}

/** The total that a form had shown; none when the field holds something else, and the server's own price holds. */
export function totalShown(text: string): Money | undefined {
  const [, amount, code] = /^(\d{1,15}) ([A-Z]{3})$/.exec(text) ?? [];
  const currency = CURRENCIES.find((known) => known === code);
  return currency === undefined ? undefined : money(Number(amount), currency);
}
