import { tables } from "@stoa/db";
import { encodeCursor, InvalidInput, sortInput } from "@stoa/kit";
import { expect, test } from "vitest";
import { orderingBy, type SortColumn } from "./ordering.ts";

const { orders } = tables;
const SORTS = {
  total: { column: orders.totalMinor, kind: "integer", of: (row: { id: string; total: number }) => row.total },
} satisfies Record<string, SortColumn<{ id: string; total: number }>>;

test("a list is sorted by the columns it offers, either way round, and by no other", () => {
  const sort = sortInput(["total"]);
  expect(sort.parse("total")).toBe("total");
  expect(sort.parse("-total")).toBe("-total");
  expect(sort.safeParse("password_hash").success).toBe(false);
});

test("a page begins after the last row of the page before, told by its sort key and its id", () => {
  const { keyOf, after } = orderingBy(SORTS, orders.id, "-total");
  expect(keyOf({ id: "ord_1", total: 4900 })).toEqual([4900, "ord_1"]);
  expect(after(undefined)).toBeUndefined();
  expect(after(encodeCursor([4900, "ord_1"]))).toBeDefined();
});

test("a cursor of the list in another order is refused, not guessed at", () => {
  const { after } = orderingBy(SORTS, orders.id, "total");
  expect(() => after(encodeCursor(["2026-01-01T00:00:00.000Z", "ord_1"]))).toThrow(InvalidInput);
});
