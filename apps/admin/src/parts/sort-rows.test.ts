import { expect, test } from "vitest";
import { sortingOf, sortRows } from "./sort-rows.ts";

test("a minus sorts the other way", () => {
  expect(sortingOf("-total")).toEqual({ by: "total", descending: true });
  expect(sortingOf("total")).toEqual({ by: "total", descending: false });
  expect(sortingOf(undefined)).toBeNull();
});

test("numbers, dates and words are each put in their own order, and what is empty last", () => {
  const rows = [{ v: 10 }, { v: null }, { v: 9 }];
  expect(sortRows(rows, (row) => row.v, false).map((row) => row.v)).toEqual([9, 10, null]);
  expect(sortRows(rows, (row) => row.v, true).map((row) => row.v)).toEqual([10, 9, null]);
  expect(sortRows(["b", "A", "c"], (word) => word, false)).toEqual(["A", "b", "c"]);
  const days = [new Date(2), new Date(1)];
  expect(sortRows(days, (day) => day, false)).toEqual([new Date(1), new Date(2)]);
});
