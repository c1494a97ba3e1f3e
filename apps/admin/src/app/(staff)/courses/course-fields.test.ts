import { minorOf } from "@stoa/kit";
import { expect, test } from "vitest";
import { courseOf, majorOf } from "./course-fields.ts";

test("a price is typed in units and kept in minor units of its currency", () => {
  expect(["49.90", "49,9", "49", "0", "1 200.50"].map((typed) => minorOf(typed, "EUR"))).toEqual([
    4990, 4990, 4900, 0, 120_050,
  ]);
  expect([minorOf("4990", "JPY"), minorOf("1.234", "KWD")]).toEqual([4990, 1234]);
});

test("what is no price, or finer than the currency, is none", () => {
  expect(["", "x", "-1", "1.005", "1e3", "1.2.3"].map((typed) => minorOf(typed, "EUR"))).toEqual(Array(6).fill(null));
  expect(minorOf("1.5", "JPY")).toBeNull();
});

test("a price comes back into the form as it was typed", () => {
  expect([majorOf(4990, "EUR"), majorOf(5, "EUR"), majorOf(0, "EUR"), majorOf(4990, "JPY")]).toEqual([
    "49.90",
    "0.05",
    "0.00",
    "4990",
  ]);
});

test("a price that is no number is refused by the schema, not guessed", () => {
  const form = new FormData();
  form.set("price", "forty");
  expect(courseOf(form).priceMinor).toBe(-1);
});
