import { expect, test } from "vitest";
import { chartScale, roundUp } from "./chart-scale.ts";

test("an axis ends at a round figure that holds every value", () => {
  expect([0, 1, 3, 7, 10, 11, 41, 99, 450].map(roundUp)).toEqual([1, 1, 4, 10, 10, 20, 50, 100, 500]);
});

test("the highest value stands highest and zero stands on the ground", () => {
  const { places } = chartScale(
    [
      { label: "Mon", value: 0 },
      { label: "Tue", value: 10 },
    ],
    100,
    50,
  );
  expect(places.map((place) => place.y)).toEqual([50, 0]);
  expect(places.map((place) => place.middle)).toEqual([25, 75]);
});

test("a chart of nothing has an axis all the same", () => {
  expect(chartScale([], 100, 50)).toEqual({ top: 1, step: 100, places: [] });
});
