import { describe, expect, test } from "vitest";
import { hasFeature, placeOf } from "./policy.ts";

const person = (n: number) => ({ userId: `usr_${n}`, steady: `usr_${n}` });
const people = Array.from({ length: 4_000 }, (_, n) => person(n));
const some = (percent: number, userIds: string[] = []) => ({ state: "some" as const, percent, userIds });
const share = (percent: number, key = "cart") => people.filter((each) => hasFeature(key, some(percent), each)).length;

describe("a feature", () => {
  test("that is on is everybody's, and nobody's when it is off, whatever else is set", () => {
    expect(hasFeature("cart", { state: "on", percent: 0, userIds: [] }, person(1))).toBe(true);
    expect(hasFeature("cart", { state: "off", percent: 100, userIds: ["usr_1"] }, person(1))).toBe(false);
  });

  test("for some falls on their share of the people, and on all at a hundred", () => {
    expect(share(0)).toBe(0);
    expect(share(100)).toBe(people.length);
    expect(share(25) / people.length).toBeCloseTo(0.25, 1);
  });

  test("is kept by whoever has it while the share grows", () => {
    const first = people.filter((each) => hasFeature("cart", some(10), each));
    expect(first.every((each) => hasFeature("cart", some(11), each))).toBe(true);
  });

  test("does not fall on the same people as another", () => {
    const both = people.filter((each) => hasFeature("cart", some(50), each) && hasFeature("grants", some(50), each));
    expect(both.length / people.length).toBeCloseTo(0.25, 1);
  });

  test("is had by people who are named, whatever the share, and by no visitor through them", () => {
    expect(hasFeature("cart", some(0, ["usr_1"]), person(1))).toBe(true);
    expect(hasFeature("cart", some(0, ["usr_1"]), { userId: null, steady: "usr_1" })).toBe(false);
  });

  test("has places from 0 to just below 100", () => {
    const places = people.map(({ steady }) => placeOf(steady));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(100);
  });
});
