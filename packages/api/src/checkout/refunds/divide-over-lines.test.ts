import fc from "fast-check";
import { expect, test } from "vitest";
import { divideOverLines, grossOf, type LinePart, type LineStanding, leftOf } from "./divide-over-lines.ts";

const sold = fc
  .tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 5_000 }))
  .map(([grossMinor, bps]) => {
    const taxMinor = Math.floor((grossMinor * bps) / 10_000);
    return { netMinor: grossMinor - taxMinor, taxMinor };
  });
const lines = fc
  .array(sold, { minLength: 1, maxLength: 6 })
  .map((each) => each.map((money, index) => line(`oli_${index}`, money.netMinor, money.taxMinor)))
  .filter((all) => leftOfAll(all) > 0);
/** How an order is given back, part by part: shares of what is left, some of them naming lines. */
const steps = fc.array(
  fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), named: fc.array(fc.nat(5), { maxLength: 3 }) }),
  { maxLength: 8 },
);

function line(lineId: string, netMinor: number, taxMinor: number): LineStanding {
  return { lineId, sold: { netMinor, taxMinor }, undone: { netMinor: 0, taxMinor: 0 } };
}

const leftOfAll = (all: readonly LineStanding[]) => all.reduce((sum, each) => sum + leftOf(each), 0);
const sumOf = (parts: readonly LinePart[]) => parts.reduce((sum, part) => sum + grossOf(part), 0);

function undo(all: readonly LineStanding[], parts: readonly LinePart[]): LineStanding[] {
  return all.map((each) => {
    const part = parts.find((one) => one.lineId === each.lineId);
    const undone = {
      netMinor: each.undone.netMinor + (part?.netMinor ?? 0),
      taxMinor: each.undone.taxMinor + (part?.taxMinor ?? 0),
    };
    return { ...each, undone };
  });
}

test("however an order is given back, each part adds up, and the last leaves nothing of any line or its tax", () => {
  fc.assert(
    fc.property(lines, steps, (order, cuts) => {
      let now: readonly LineStanding[] = order;
      for (const { share, named } of [...cuts, { share: 1, named: [] }]) {
        const amount = Math.floor(leftOfAll(now) * share);
        const parts = divideOverLines(amount, now, named.length > 0 ? named.map((index) => `oli_${index}`) : null);
        expect(sumOf(parts)).toBe(amount);
        expect(parts.every((part) => part.netMinor >= 0 && part.taxMinor >= 0 && grossOf(part) > 0)).toBe(true);
        now = undo(now, parts);
        for (const each of now) {
          expect(each.undone.netMinor).toBeLessThanOrEqual(each.sold.netMinor);
          expect(each.undone.taxMinor).toBeLessThanOrEqual(each.sold.taxMinor);
        }
      }
      expect(now.map((each) => each.undone)).toEqual(order.map((each) => each.sold));
    }),
    { numRuns: 500 },
  );
});

test("of one line, the parts and their order do not matter: price and tax that went back are the same", () => {
  fc.assert(
    fc.property(sold, fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), (money, cuts) => {
      const whole = grossOf(money);
      const total = cuts.reduce((sum, cut) => sum + cut, 0);
      fc.pre(total > 0 && total <= whole);
      const end = (parts: readonly number[]) =>
        parts.reduce(
          (now, part) => undo(now, divideOverLines(part, now, null)),
          [line("oli", money.netMinor, money.taxMinor)],
        );
      expect(end(cuts.toReversed())).toEqual(end(cuts));
      expect(end([total])).toEqual(end(cuts));
    }),
  );
});

test("lines that are named go whole before any other is touched", () => {
  const order = [line("oli_a", 4_000, 800), line("oli_b", 3_000, 600)];
  expect(divideOverLines(3_600, order, ["oli_b"])).toEqual([{ lineId: "oli_b", netMinor: 3_000, taxMinor: 600 }]);
  expect(divideOverLines(4_800, order, ["oli_b"])).toEqual([
    { lineId: "oli_a", netMinor: 1_000, taxMinor: 200 },
    { lineId: "oli_b", netMinor: 3_000, taxMinor: 600 },
  ]);
});

test("without a name, an amount is divided by what is left of each", () => {
  const order = undo(
    [line("oli_a", 4_000, 800), line("oli_b", 3_000, 600)],
    [{ lineId: "oli_a", netMinor: 3_000, taxMinor: 600 }],
  );
  expect(divideOverLines(1_200, order, null)).toEqual([
    { lineId: "oli_a", netMinor: 250, taxMinor: 50 },
    { lineId: "oli_b", netMinor: 750, taxMinor: 150 },
  ]);
});
