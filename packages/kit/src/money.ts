import { z } from "zod";
import { invariant } from "./assert.ts";
import { CURRENCIES, type Currency, exponentOf } from "./currency.ts";
import { DomainError } from "./errors.ts";

/**
 * An amount of one currency. `amount` counts minor units (cents, paise, yen) and is always a safe integer, never a
 * fraction: 2^53 minor units are ninety trillion euros, and every operation here refuses to pass that bound.
 */
export interface Money {
  readonly amount: number;
  readonly currency: Currency;
}

export const moneySchema = z.object({
  amount: z.int().describe("Integer of minor units: 4900 is 49.00 EUR, 4900 is 4,900 JPY."),
  currency: z.enum(CURRENCIES).describe("ISO 4217 code."),
});

/** Money that a caller names, with nothing beside it. */
export const moneyInput = z.strictObject(moneySchema.shape);

export class CurrencyMismatch extends DomainError {
  constructor(left: Currency, right: Currency) {
    super("unprocessable", "currency_mismatch", `${left} and ${right} cannot be added.`, { left, right });
  }
}

export function money(amount: number, currency: Currency): Money {
  return { amount: minor(amount), currency };
}

/** The number itself, once it is known to be a whole count of minor units within the safe range. */
export function minor(amount: number): number {
  invariant(Number.isSafeInteger(amount), `not a whole number of minor units: ${amount}`);
  return amount === 0 ? 0 : amount;
}

export function add(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.amount + right.amount, left.currency);
}

export function subtract(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.amount - right.amount, left.currency);
}

/** The sum of many; of none it is zero in the given currency. */
export function sum(parts: readonly Money[], currency: Currency): Money {
  return parts.reduce(add, money(0, currency));
}

export function equals(left: Money, right: Money): boolean {
  return left.currency === right.currency && left.amount === right.amount;
}

function sameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
}

/** 100% in basis points. */
export const BPS = 10_000;

/**
 * `amount × numerator ÷ denominator`, rounded half away from zero, computed without losing a digit.
 * The one place where minor units are rounded; splits that must add up use `allocate`.
 */
export function mulDiv(amount: number, numerator: number, denominator: number): number {
  invariant(
    Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator) && denominator > 0,
    "mulDiv: bad ratio",
  );
  const product = BigInt(minor(amount)) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const magnitude = product < 0n ? -product : product;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return minor(Number(product < 0n ? -rounded : rounded));
}

/** A share of an amount in basis points: `share(4900, 1000)` is 10%, 490. */
export function share(amount: number, bps: number): number {
  return mulDiv(amount, bps, BPS);
}

/**
 * Splits an amount by weights so that the parts add up to it exactly (largest remainder). Each part lies within one
 * minor unit of its exact share; equal remainders go to the earlier part, so the same input always gives the same split.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((acc, weight) => acc + weight, 0);
  invariant(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    "allocate: weights are whole and not negative",
  );
  invariant(Number.isSafeInteger(total) && total > 0, "allocate: weights add up to more than zero");
  const sign = amount < 0 ? -1 : 1;
  const magnitude = BigInt(Math.abs(minor(amount)));
  const parts = weights.map((weight, index) => {
    const exact = magnitude * BigInt(weight);
    return { index, floor: exact / BigInt(total), remainder: exact % BigInt(total) };
  });
  let left = magnitude - parts.reduce((acc, part) => acc + part.floor, 0n);
  const result = parts.map((part) => part.floor);
  // Sorting is stable, so equal remainders keep their order.
  const byRemainder = [...parts].sort((a, b) => Number(b.remainder - a.remainder));
  for (const part of byRemainder) {
    if (left === 0n) break;
    result[part.index] = part.floor + 1n;
    left -= 1n;
  }
  return result.map((value) => minor(sign * Number(value)));
}

/** The part of a tax-inclusive price that is tax: `taxWithin(12000, 2000)` is 2000. */
export function taxWithin(gross: number, rateBps: number): number {
  return gross - mulDiv(gross, BPS, BPS + rateBps);
}

/** Money as a person reads it, in their language: `formatMoney({amount: 4900, currency: "EUR"}, "fr")` is `49,00 €`. */
export function formatMoney(value: Money, locale = "en"): string {
  const digits = exponentOf(value.currency);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: value.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(decimalString(value) as `${number}`);
}

/** “49.90” → 4990 for euros, “4990” → 4990 for yen. Null for what is no amount, or finer than the currency. */
export function minorOf(typed: string, currency: Currency): number | null {
  const match = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(typed.replace(/\s/g, ""));
  const digits = exponentOf(currency);
  const [, whole = "", fraction = ""] = match ?? [];
  if (!match || fraction.length > digits) return null;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** The amount as an exact decimal string: `"49.00"`, `"4900"` for JPY, `"-0.05"`. */
export function decimalString(value: Money): string {
  const digits = exponentOf(value.currency);
  const text = String(Math.abs(value.amount)).padStart(digits + 1, "0");
  const sign = value.amount < 0 ? "-" : "";
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
