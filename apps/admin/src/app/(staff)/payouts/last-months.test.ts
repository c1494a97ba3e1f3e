import { expect, test } from "vitest";
import { lastMonths } from "./last-months.ts";

test("the last months end with this one, across the end of a year and from a long day", () => {
  expect(lastMonths(4, new Date("2026-01-31T23:59:00Z"))).toEqual(["2025-10", "2025-11", "2025-12", "2026-01"]);
});
