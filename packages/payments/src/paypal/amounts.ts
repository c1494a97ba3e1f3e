import { type Currency, currency, decimalString, exponentOf, type Money, money } from "@stoa/kit";
import { GatewayRefused, MalformedPayload } from "../errors.ts";

/** Money as version 2 of the API writes it; payouts say `currency` for `currency_code`. */
export interface PayPalMoney {
  currency_code: string;
  value: string;
}

/** Source: PayPal, "Currency codes", as far as Stoa sells in them. */
const TAKEN = new Set<Currency>(
  "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD".split(
    " ",
  ) as Currency[],
);
/** Written without decimals, whatever their minor unit is elsewhere. */
const WHOLE_UNITS = new Set<Currency>(["HUF", "JPY", "TWD"]);
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;

export function paypalTakes(code: Currency): boolean {
  return TAKEN.has(code);
}

/** An amount as PayPal writes it: digits, never a float. Throws `GatewayRefused` for digits PayPal does not take. */
export function toPayPalMoney(value: Money): PayPalMoney {
  const text = decimalString(value);
  if (!WHOLE_UNITS.has(value.currency)) return { currency_code: value.currency, value: text };
  const [whole = "0", digits = ""] = text.split(".");
  if (!/^0*$/.test(digits)) {
    throw new GatewayRefused({
      gateway: "paypal",
      call: "toPayPalMoney",
      reason: "amount_not_chargeable",
      explanation: `${text} ${value.currency} is not a whole amount, and PayPal takes no other in this currency`,
    });
  }
  return { currency_code: value.currency, value: whole };
}

/** PayPal's decimal string as money. Throws `UnknownCurrency` for one that Stoa does not sell in. */
export function fromPayPalMoney({ currency_code, value }: PayPalMoney): Money {
  const known = currency(currency_code);
  const exponent = exponentOf(known);
  const [, sign, whole = "", fraction = ""] = DECIMAL.exec(value) ?? [];
  const digits = fraction.padEnd(exponent, "0");
  if (whole === "" || !/^0*$/.test(digits.slice(exponent))) {
    throw new MalformedPayload("paypal", "amount", `${value} ${currency_code} is no amount of its currency`);
  }
  const minor = Number(whole + digits.slice(0, exponent));
  return money(sign === "-" ? -minor : minor, known);
}
