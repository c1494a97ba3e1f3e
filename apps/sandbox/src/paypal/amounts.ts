import { type Currency, decimalString, exponentOf, money, mulDiv } from "@stoa/kit";

/** Money as version 2 of PayPal's API writes it. */
export interface PayPalMoney {
  currency_code: string;
  value: string;
}

/** Written without decimals, although two of them have a minor unit elsewhere. */
const WHOLE_UNITS = new Set(["HUF", "JPY", "TWD"]);
/** Source: PayPal, "Currency codes". */
const CURRENCIES = new Set(
  "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD".split(" "),
);
const FEE_BPS = 349;
const FEE_FIXED_MINOR = 49;

export function isPayPalCurrency(code: string): code is Currency {
  return CURRENCIES.has(code);
}

/** Whether an amount has the digits that PayPal takes in its currency. */
export function isPayPalAmount({ currency_code, value }: PayPalMoney): boolean {
  const shape = WHOLE_UNITS.has(currency_code) ? /^\d{1,9}$/ : /^\d{1,9}\.\d{2}$/;
  return isPayPalCurrency(currency_code) && shape.test(value) && minorOf({ currency_code, value }) > 0;
}

/** In the minor units that Stoa counts in: 5000 HUF are 500000. */
export function minorOf({ currency_code, value }: PayPalMoney): number {
  const [whole = "0", digits = ""] = value.split(".");
  const exponent = isPayPalCurrency(currency_code) ? exponentOf(currency_code) : 2;
  return Number(`${whole}${digits.padEnd(exponent, "0")}`);
}

/** Stoa's minor units in PayPal's words. */
export function paypalMoney(minor: number, code: string): PayPalMoney {
  if (!isPayPalCurrency(code)) throw new Error(`PayPal has no ${code}`);
  const text = decimalString(money(minor, code));
  return { currency_code: code, value: WHOLE_UNITS.has(code) ? (text.split(".")[0] ?? text) : text };
}

/** 3.49% and a fixed part, never more than the payment itself. */
export function feeOf(paid: PayPalMoney): PayPalMoney {
  const minor = minorOf(paid);
  const step = WHOLE_UNITS.has(paid.currency_code) && paid.currency_code !== "JPY" ? 100 : 1;
  const fee = Math.min(minor, mulDiv(minor, FEE_BPS, 10_000) + FEE_FIXED_MINOR);
  return paypalMoney(fee - (fee % step), paid.currency_code);
}
