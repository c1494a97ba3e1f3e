import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvariantViolation } from "./assert.ts";
import { CURRENCIES, currency, exponentOf, UnknownCurrency } from "./currency.ts";
import {
  add,
  allocate,
  BPS,
  CurrencyMismatch,
  decimalString,
  equals,
  formatMoney,
  minor,
  money,
  moneySchema,
  mulDiv,
  share,
  subtract,
  sum,
  taxWithin,
} from "./money.ts";

const amounts = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const weights = fc
  .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 })
  .filter((all) => all.some((weight) => weight > 0));

describe("an amount", () => {
  test("is a whole number of minor units; a fraction or an unsafe integer is a defect", () => {
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => minor(wrong)).toThrow(new InvariantViolation(`not a whole number of minor units: ${wrong}`));
    expect(moneySchema.safeParse({ amount: 1.5, currency: "EUR" }).success).toBe(false);
    expect(moneySchema.safeParse({ amount: 2 ** 60, currency: "EUR" }).success).toBe(false);
  });

  test("has no negative zero", () => {
    expect(Object.is(money(-0, "EUR").amount, 0)).toBe(true);
  });

  test("is added and taken away within one currency only", () => {
    expect(add(money(100, "EUR"), money(250, "EUR"))).toEqual(money(350, "EUR"));
    expect(subtract(money(100, "EUR"), money(250, "EUR"))).toEqual(money(-150, "EUR"));
    for (const both of [add, subtract])
      expect(() => both(money(1, "EUR"), money(1, "JPY"))).toThrow(
        expect.objectContaining({
          constructor: CurrencyMismatch,
          kind: "unprocessable",
          code: "currency_mismatch",
          message: "EUR and JPY cannot be added.",
          details: { left: "EUR", right: "JPY" },
        }),
      );
    expect(sum([], "INR")).toEqual(money(0, "INR"));
    expect(equals(money(1, "EUR"), money(1, "EUR"))).toBe(true);
    expect(equals(money(1, "EUR"), money(2, "EUR"))).toBe(false);
    expect(equals(money(1, "EUR"), money(1, "USD"))).toBe(false);
  });
});

describe("splitting", () => {
  test("loses no minor unit, whatever the weights", () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const split = allocate(amount, parts);
        expect(split.reduce((acc, part) => acc + part, 0)).toBe(amount === 0 ? 0 : amount);
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives each party within one unit of its exact share, and nothing to weight zero", () => {
    fc.assert(
      fc.property(amounts, weights, (amount, parts) => {
        const total = parts.reduce((acc, weight) => acc + weight, 0);
        for (const [index, part] of allocate(amount, parts).entries()) {
          const weight = parts[index] ?? 0;
          const scaled = BigInt(part) * BigInt(total) - BigInt(amount) * BigInt(weight);
          expect((scaled < 0n ? -scaled : scaled) < BigInt(total)).toBe(true);
          if (weight === 0) expect(part).toBe(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("gives equal remainders to the earlier party, so the same split comes out each time", () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(allocate(5, [3, 3, 1])).toEqual([2, 2, 1]);
  });

  test("refuses weights that say nothing", () => {
    for (const none of [[0, 0], [], [2 ** 52, 2 ** 52, 1]])
      expect(() => allocate(100, none)).toThrow(new InvariantViolation("allocate: weights add up to more than zero"));
    for (const wrong of [
      [2, -1],
      [0.5, 0.5],
      [-1, 3],
    ])
      expect(() => allocate(100, wrong)).toThrow(
        new InvariantViolation("allocate: weights are whole and not negative"),
      );
  });
});

describe("a share", () => {
  test("is rounded half away from zero, once", () => {
    expect(mulDiv(5, 1, 2)).toBe(3);
    expect(mulDiv(-5, 1, 2)).toBe(-3);
    expect(share(4_900, 1_000)).toBe(490);
    for (const [over, under] of [
      [1, 0],
      [1, -1],
      [0.5, 1],
      [1, 1.5],
    ] as const)
      expect(() => mulDiv(1, over, under)).toThrow(new InvariantViolation("mulDiv: bad ratio"));
  });

  test("is exact where floating point is not", () => {
    expect(mulDiv(9_007_199_254_740_991, 9_999, BPS)).toBe(9_006_298_534_815_517);
  });

  test("of tax in an inclusive price and the net price add up to the price", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: 0, max: 5_000 }), (gross, rate) => {
        const tax = taxWithin(gross, rate);
        expect(tax).toBeGreaterThanOrEqual(0);
        expect(Math.abs(tax - ((gross - tax) * rate) / BPS)).toBeLessThanOrEqual(1);
      }),
    );
    expect(taxWithin(12_000, 2_000)).toBe(2_000);
  });
});

describe("money in words", () => {
  test("has as many digits as its currency", () => {
    expect(decimalString(money(4_900, "EUR"))).toBe("49.00");
    expect(decimalString(money(4_900, "JPY"))).toBe("4900");
    expect(decimalString(money(4_900, "KWD"))).toBe("4.900");
    expect(decimalString(money(-5, "EUR"))).toBe("-0.05");
    expect(decimalString(money(0, "EUR"))).toBe("0.00");
  });

  test("follows the reader's language", () => {
    expect(formatMoney(money(4_900, "EUR"))).toBe("€49.00");
    expect(formatMoney(money(4_900, "EUR"), "en")).toBe("€49.00");
    expect(formatMoney(money(4_900, "EUR"), "fr").replaceAll(/\s/g, " ")).toBe("49,00 €");
    expect(formatMoney(money(10_000_000, "INR"), "hi")).toContain("1,00,000.00");
    expect(formatMoney(money(9_007_199_254_740_991, "EUR"), "en")).toBe("€90,071,992,547,409.91");
  });
});

describe("a currency", () => {
  test("is known by its code in any case, and refused otherwise", () => {
    expect(currency("eur")).toBe("EUR");
    expect(() => currency("XXX")).toThrow(
      expect.objectContaining({
        constructor: UnknownCurrency,
        kind: "invalid_input",
        code: "unknown_currency",
        message: "XXX is not a currency Stoa can sell in.",
        details: { currency: "XXX" },
      }),
    );
    expect(() => currency("toString")).toThrow(UnknownCurrency);
  });

  test("has none, two or three digits", () => {
    for (const code of CURRENCIES) expect([0, 2, 3]).toContain(exponentOf(code));
  });
});
