import { describe, expect, test } from "vitest";
import { contrastOf, LEAST_CONTRAST, readableOn } from "./contrast.ts";
import { PALETTES } from "./palettes.ts";

describe("text on the colour of a palette", () => {
  test.each(PALETTES)("$name can be read", ({ shade, lit }) => {
    expect(contrastOf(shade, readableOn(shade, lit))).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  });

  test("keeps its wish where that can be read, and is ink where it cannot", () => {
    expect(readableOn("#0b2e3a", "#b5dbe0")).toBe("#b5dbe0");
    expect(readableOn("#a99774", "#faf5ea")).toBe("#16140f");
  });
});

test("black and white stand as far apart as can be", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrastOf("#7d4717", "#7d4717")).toBe(1);
});
