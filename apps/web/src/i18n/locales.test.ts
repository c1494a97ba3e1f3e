import { expect, test } from "vitest";
import { knownTimeZone, localeFromHeader } from "./locales.ts";

test("the most wanted language that Stoa speaks is taken", () => {
  expect(localeFromHeader("de-DE,de;q=0.9,fr;q=0.7,hi;q=0.8")).toBe("hi");
  expect(localeFromHeader("fr-CA")).toBe("fr");
});

test("whoever speaks none of them reads English", () => {
  expect(localeFromHeader("de, ja;q=0.5")).toBe("en");
  expect(localeFromHeader(null)).toBe("en");
});

test("a time zone that nobody knows is UTC", () => {
  expect(knownTimeZone("Asia/Kolkata")).toMatch(/^Asia\/(Kolkata|Calcutta)$/);
  expect(knownTimeZone("Atlantis/Centre")).toBe("UTC");
  expect(knownTimeZone(undefined)).toBe("UTC");
});
