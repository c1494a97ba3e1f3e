import { money } from "@stoa/kit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { asTaken, splitAsSold, takenFor } from "./as-taken.ts";
import type { Order } from "./order.ts";

const line = fc.record({
  netMinor: fc.integer({ min: 0, max: 1_000_000 }),
  taxMinor: fc.integer({ min: 0, max: 200_000 }),
  quantity: fc.integer({ min: 1, max: 5 }),
});
const orders = fc
  .record({ lines: fc.array(line, { minLength: 1, maxLength: 6 }), taxMode: fc.constantFrom("inclusive", "exclusive") })
  .map(({ lines, taxMode }) => {
    const taxMinor = lines.reduce((sum, one) => sum + one.taxMinor, 0);
    const priced = lines.map((one) => ({ ...one, kind: "course", totalMinor: one.netMinor + one.taxMinor }));
    const totalMinor = priced.reduce((sum, one) => sum + one.totalMinor, 0);
    return { currency: "EUR", taxMode, taxMinor, totalMinor, lines: priced } as unknown as Order;
  })
  .filter((order) => order.totalMinor > 0);

test("an order of which another amount was taken adds up like any order, and its tax is what the books owe", () => {
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 10_000_000 }), (order, minor) => {
      const taken = asTaken(order, money(minor, "USD"));
      const sum = (of: (line: Order["lines"][number]) => number) => taken.lines.reduce((all, one) => all + of(one), 0);
      expect(taken).toMatchObject({ totalMinor: minor, currency: "USD", discountMinor: 0 });
      expect(sum((one) => one.totalMinor)).toBe(minor);
      expect(sum((one) => one.taxMinor)).toBe(taken.taxMinor);
      expect(taken.taxMinor).toBe(splitAsSold(order, minor).taxMinor);
      expect(taken.totalMinor).toBe(taken.subtotalMinor + (taken.taxMode === "exclusive" ? taken.taxMinor : 0));
    }),
  );
});

test("an order of which its own total was taken is the order itself", () => {
  fc.assert(
    fc.property(orders, (order) => {
      expect(asTaken(order, money(order.totalMinor, order.currency))).toBe(order);
      const split = splitAsSold(order, order.totalMinor);
      expect(split.taxMinor).toBe(order.taxMinor);
      expect(split.netMinor).toEqual(order.lines.map((one) => one.totalMinor - one.taxMinor));
    }),
  );
});

test("a line shows its price with the tax that is in it, or without the tax that is added", () => {
  const sold = { netMinor: 1_000, taxMinor: 200, totalMinor: 1_200, quantity: 2, kind: "course" };
  for (const [taxMode, unitMinor] of [
    ["inclusive", 1_200],
    ["exclusive", 1_000],
  ]) {
    const order = { currency: "EUR", taxMode, taxMinor: 200, totalMinor: 1_200, lines: [sold] } as unknown as Order;
    const taken = asTaken(order, money(2_400, "EUR"));
    expect(taken.lines).toMatchObject([{ unitMinor, taxMinor: 400, totalMinor: 2_400, currency: "EUR" }]);
  }
});

test("what was taken for an order is what its payment came to; while it is not paid, what is asked", () => {
  const order = { currency: "EUR", totalMinor: 1_200, settledMinor: null, settledCurrency: null } as unknown as Order;
  expect(takenFor(order)).toEqual(money(1_200, "EUR"));
  expect(takenFor({ ...order, settledMinor: 1_100, settledCurrency: "USD" })).toEqual(money(1_100, "USD"));
});
