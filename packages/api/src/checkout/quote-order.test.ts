import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discountsOf } from "../coupons/discount.ts";
import { MixedCurrencies } from "./errors.ts";
import type { Offer } from "./product-kind.ts";
import { priceOrder } from "./quote-order.ts";

const offer = (amount: number, quantity = 1, currency: "EUR" | "USD" = "EUR"): Offer => ({
  kind: "course",
  subjectId: `crs_${amount}`,
  title: "Drawing",
  path: null,
  sellerId: "usr_teacher",
  quantity,
  unit: { amount, currency },
  taxed: true,
});
const rate = (rateBps: number, mode: "inclusive" | "exclusive") => ({ country: "FR", name: "VAT", rateBps, mode });

const baskets = fc.array(fc.tuple(fc.integer({ min: 0, max: 50_000_000 }), fc.integer({ min: 1, max: 9 })), {
  minLength: 1,
  maxLength: 20,
});
const rates = fc.tuple(
  fc.integer({ min: 0, max: 10_000 }),
  fc.constantFrom("inclusive" as const, "exclusive" as const),
);

describe("the price of an order", () => {
  test("contains the tax where prices hold it, and adds it where they do not", () => {
    expect(priceOrder([offer(12_000)], rate(2_000, "inclusive"))).toMatchObject({
      taxMinor: 2_000,
      totalMinor: 12_000,
    });
    expect(priceOrder([offer(10_000)], rate(2_000, "exclusive"))).toMatchObject({
      taxMinor: 2_000,
      totalMinor: 12_000,
    });
  });

  test("adds up: lines to the total, the lines' taxes to the tax, whatever the basket and the rate", () => {
    fc.assert(
      fc.property(baskets, rates, (basket, [bps, mode]) => {
        const priced = priceOrder(
          basket.map(([amount, quantity]) => offer(amount, quantity)),
          rate(bps, mode),
        );
        const sum = (of: (line: (typeof priced.lines)[number]) => number) =>
          priced.lines.reduce((total, line) => total + of(line), 0);
        expect(sum((line) => line.totalMinor)).toBe(priced.totalMinor);
        expect(sum((line) => line.taxMinor)).toBe(priced.taxMinor);
        expect(sum((line) => line.unitMinor * line.quantity)).toBe(priced.subtotalMinor);
        expect(priced.totalMinor).toBe(priced.subtotalMinor + (mode === "exclusive" ? priced.taxMinor : 0));
        for (const line of priced.lines) expect(line.taxMinor).toBeLessThanOrEqual(line.totalMinor);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is taxed on what a coupon leaves of the taxed lines, and adds up all the same", () => {
    const lines = fc.array(fc.record({ amount: fc.integer({ min: 0, max: 5_000_000 }), taxed: fc.boolean() }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(lines, rates, fc.integer({ min: 1, max: 10_000 }), (of, [bps, mode], off) => {
        const amounts = of.map((line) => line.amount);
        const covered = of.map((line) => line.taxed);
        const discounts = discountsOf({ kind: "percentage", rateBps: off }, amounts, covered);
        fc.pre(discounts !== null);
        const offers = of.map((line) => ({ ...offer(line.amount), taxed: line.taxed }));
        const coupon = { id: "cpn_1", code: "HALF", discounts: discounts ?? [] };
        const priced = priceOrder(offers, rate(bps, mode), coupon);
        const sum = (pick: (line: (typeof priced.lines)[number]) => number) =>
          priced.lines.reduce((total, line) => total + pick(line), 0);
        expect(sum((line) => line.discountMinor)).toBe(priced.discountMinor);
        expect(sum((line) => line.totalMinor)).toBe(priced.totalMinor);
        const added = mode === "exclusive" ? priced.taxMinor : 0;
        expect(priced.totalMinor).toBe(priced.subtotalMinor - priced.discountMinor + added);
        for (const [index, line] of priced.lines.entries()) {
          expect(line.taxMinor).toBeLessThanOrEqual(line.totalMinor);
          if (!covered[index]) expect([line.taxMinor, line.discountMinor]).toEqual([0, 0]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("of nothing is nothing, and owes no tax", () => {
    const priced = priceOrder([offer(0), offer(0, 2)], rate(2_000, "exclusive"));
    expect(priced).toMatchObject({ totalMinor: 0, taxMinor: 0 });
    expect(priced.lines.map((line) => [line.totalMinor, line.taxMinor])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("is of one currency", () => {
    expect(() => priceOrder([offer(100), offer(200, 1, "USD")], rate(0, "inclusive"))).toThrow(MixedCurrencies);
    expect(() => priceOrder([], rate(0, "inclusive"))).toThrow(MixedCurrencies);
  });
});
