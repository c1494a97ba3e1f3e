import { mulDiv } from "@stoa/kit";

/** Currencies without minor unit that Stripe counts in whole units. */
const ZERO_DECIMAL = new Set("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
/** No minor unit in fact, but sent with two further zeros. */
const SENT_AS_TWO_DECIMAL = new Set(["isk", "ugx"]);
const THREE_DECIMAL = new Set(["bhd", "jod", "kwd", "omr", "tnd"]);

const SMALLEST_CHARGE = 50;
const FEE_BPS = 290;
const FEE_FIXED = 30;

/** Why an amount cannot be charged in this currency, or null. */
export function refusedAmount(amount: number, currency: string): "amount_too_small" | "invalid_digits" | null {
  if (SENT_AS_TWO_DECIMAL.has(currency) && amount % 100 !== 0) return "invalid_digits";
  if (THREE_DECIMAL.has(currency) && amount % 10 !== 0) return "invalid_digits";
  return amount < SMALLEST_CHARGE ? "amount_too_small" : null;
}

/** 2.9% and a fixed part, never more than the payment itself. */
export function feeFor(amount: number, currency: string): number {
  const fixed = ZERO_DECIMAL.has(currency) ? 0 : FEE_FIXED;
  return Math.min(amount, mulDiv(amount, FEE_BPS, 10_000) + fixed);
}

/** Stripe's count of an amount, from and to the minor units that Stoa counts in. */
export function toStripeAmount(amount: number, currency: string): number {
  return SENT_AS_TWO_DECIMAL.has(currency) ? amount * 100 : amount;
}

export function fromStripeAmount(amount: number, currency: string): number {
  return SENT_AS_TWO_DECIMAL.has(currency) ? amount / 100 : amount;
}

/** An amount for a person's eyes. */
export function displayAmount(amount: number, currency: string): string {
  const digits = ZERO_DECIMAL.has(currency) ? 0 : THREE_DECIMAL.has(currency) ? 3 : 2;
  return new Intl.NumberFormat("en", {
    style: "currency",
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
