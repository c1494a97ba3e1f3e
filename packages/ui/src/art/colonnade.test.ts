import { expect, test } from "vitest";
import { colonnadeOf } from "./colonnade.ts";
import { PALETTES } from "./palettes.ts";

const slugs = Array.from({ length: 200 }, (_, index) => `course-${index}`);

test("a slug always gives the same cover", () => {
  expect(colonnadeOf("greek-for-beginners")).toEqual(colonnadeOf("greek-for-beginners"));
});

test("different slugs give different covers, in every light", () => {
  const covers = new Set(slugs.map((slug) => JSON.stringify(colonnadeOf(slug))));
  const lights = new Set(slugs.map((slug) => colonnadeOf(slug).palette.name));
  expect(covers.size).toBe(slugs.length);
  expect(lights.size).toBe(PALETTES.length);
});

test("every point of a cover is a number", () => {
  for (const slug of slugs) {
    for (const shape of colonnadeOf(slug).shapes) expect(shape.points).toMatch(/^(-?[\d.]+,-?[\d.]+ ?)+$/);
  }
});
