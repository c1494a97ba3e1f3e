import { DomainError } from "./errors.ts";

/** ISO 4217 exponents of the currencies Stoa sells in. Gateways differ for some; their tables live in the adapters. */
const EXPONENTS = {
  AED: 2,
  AUD: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  CZK: 2,
  DKK: 2,
  EUR: 2,
  GBP: 2,
  GHS: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PHP: 2,
  PLN: 2,
  RON: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  UGX: 0,
  USD: 2,
  VND: 0,
  XAF: 0,
  XOF: 0,
  ZAR: 2,
} as const;

export type Currency = keyof typeof EXPONENTS;
export const CURRENCIES = Object.keys(EXPONENTS) as [Currency, ...Currency[]];

export class UnknownCurrency extends DomainError {
  constructor(code: string) {
    super("invalid_input", "unknown_currency", `${code} is not a currency Stoa can sell in.`, { currency: code });
  }
}

/** The currency of a code in any case. Throws `UnknownCurrency`. */
export function currency(code: string): Currency {
  const upper = code.toUpperCase();
  if (!Object.hasOwn(EXPONENTS, upper)) throw new UnknownCurrency(code);
  return upper as Currency;
}

/** How many digits a currency's minor unit stands behind the point: 0 for JPY, 2 for EUR, 3 for KWD. */
export function exponentOf(code: Currency): 0 | 2 | 3 {
  return EXPONENTS[code];
}
