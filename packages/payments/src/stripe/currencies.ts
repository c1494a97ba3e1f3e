import { type Currency, currency, exponentOf, type Money, money } from "@stoa/kit";
import { GatewayRefused } from "../errors.ts";

/** Source: Stripe, "Supported currencies". Counted in whole units. */
const ZERO_DECIMAL = new Set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split(" "));
/** Counted in thousandths, of which the last digit must be zero. */
const THREE_DECIMAL = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);
/** Without minor unit in fact, but counted in hundredths that must be whole: 5 UGX are sent as 500. */
const WHOLE_HUNDREDTHS = new Set(["ISK", "UGX"]);
/** Currencies Stoa knows and Stripe does not charge in. */
const NOT_CHARGED = new Set<Currency>(["GHS"]);

/** How many digits Stripe counts behind the point of a currency. */
export function stripeExponent(code: string): 0 | 2 | 3 {
  if (ZERO_DECIMAL.has(code)) return 0;
  return THREE_DECIMAL.has(code) ? 3 : 2;
}

export function stripeTakes(code: Currency): boolean {
  return !NOT_CHARGED.has(code);
}

/** An amount as Stripe counts it. Throws `GatewayRefused` for digits that Stripe does not charge. */
export function toStripeAmount(value: Money): number {
  const amount = value.amount * 10 ** (stripeExponent(value.currency) - exponentOf(value.currency));
  const step = THREE_DECIMAL.has(value.currency) ? 10 : WHOLE_HUNDREDTHS.has(value.currency) ? 100 : 1;
  if (!Number.isSafeInteger(amount) || amount % step !== 0) {
    throw new GatewayRefused({
      gateway: "stripe",
      call: "toStripeAmount",
      reason: "amount_not_chargeable",
      explanation: `${value.amount} minor units of ${value.currency} is not an amount Stripe can charge`,
    });
  }
  return amount;
}

/** Stripe's count as money. Throws `UnknownCurrency` for one that Stoa does not sell in. */
export function fromStripeAmount(amount: number, code: string): Money {
  const known = currency(code);
  return money(amount / 10 ** (stripeExponent(known) - exponentOf(known)), known);
}
