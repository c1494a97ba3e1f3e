import { expect, test } from "vitest";
import { basisPointsOf } from "./basis-points.ts";

test("per cent become basis points, without a digit lost", () => {
  expect(["19", "5.5", "7,25", "0", "100"].map(basisPointsOf)).toEqual([1900, 550, 725, 0, 10_000]);
});

test("what is no rate is refused, not rounded", () => {
  expect(["", "x", "5.555", "-1", "1e2"].map(basisPointsOf)).toEqual([-1, -1, -1, -1, -1]);
});
