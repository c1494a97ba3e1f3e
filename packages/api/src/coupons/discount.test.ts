import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newCouponCode, normaliseCode } from "./coupon-code.ts";
import { discountsOf } from "./discount.ts";

const amounts = fc.array(fc.integer({ min: 0, max: 50_000_000 }), { minLength: 1, maxLength: 20 });
const all = (of: readonly number[]) => of.map(() => true);
const sumOf = (of: readonly number[]) => of.reduce((sum, amount) => sum + amount, 0);

describe("what a coupon takes off", () => {
  test("a percentage is rounded once on the sum, and split without losing a unit", () => {
    expect(discountsOf({ kind: "percentage", rateBps: 3_333 }, [100, 100, 100], [true, true, true])).toEqual([
      34, 33, 33,
    ]);
    expect(discountsOf({ kind: "percentage", rateBps: 10_000 }, [4_900, 1], [true, true])).toEqual([4_900, 1]);
  });

  test("an amount is split over the lines it is for, and over no other", () => {
    expect(discountsOf({ kind: "amount", amountMinor: 1_000 }, [3_000, 9_000, 1_000], [true, false, true])).toEqual([
      750, 0, 250,
    ]);
  });

  test("T48 an amount that is more than the price is refused", () => {
    expect(discountsOf({ kind: "amount", amountMinor: 4_901 }, [4_900], [true])).toBeNull();
    expect(discountsOf({ kind: "amount", amountMinor: 4_900 }, [4_900, 9_000], [true, false])).toEqual([4_900, 0]);
  });

  test("nothing it is for, or nothing that costs anything, is refused", () => {
    expect(discountsOf({ kind: "percentage", rateBps: 1_000 }, [4_900], [false])).toBeNull();
    expect(discountsOf({ kind: "percentage", rateBps: 1_000 }, [0, 0], [true, true])).toBeNull();
  });

  test("what is left to pay stays, whatever the price has become", () => {
    const left = { kind: "price", amountMinor: 1_225 } as const;
    expect(discountsOf(left, [4_900], [true])).toEqual([3_675]);
    expect(discountsOf(left, [6_900], [true])).toEqual([5_675]);
    expect(discountsOf(left, [1_000], [true])).toEqual([0]);
  });

  test("never takes off more than a line costs, and adds up to the rounded whole", () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 10_000 }), (of, rateBps) => {
        const discounts = discountsOf({ kind: "percentage", rateBps }, of, all(of));
        fc.pre(discounts !== null);
        for (const [index, off] of (discounts ?? []).entries()) {
          expect(off).toBeGreaterThanOrEqual(0);
          expect(off).toBeLessThanOrEqual(of[index] ?? 0);
        }
        expect(Math.abs(sumOf(discounts ?? []) - (sumOf(of) * rateBps) / 10_000)).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a code", () => {
  test("is the same however it is typed", () => {
    for (const typed of ["spring-25", " Spring-25 ", "SPRING -25", "ｓｐｒｉｎｇ-25"]) {
      expect(normaliseCode(typed)).toBe("SPRING-25");
    }
  });

  test("that is drawn is never drawn again, and has no letter that is taken for a digit", () => {
    const drawn = Array.from({ length: 10_000 }, () => newCouponCode("grant"));
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const code of drawn) expect(code).toMatch(/^GRANT(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });
});
