import { expect, test } from "vitest";
import { periodOf } from "./period.ts";

const now = new Date("2026-11-21T15:00:00Z");

test("a statement is of this month until the end of today unless told", () => {
  const period = periodOf({}, now);
  expect([period.from.toISOString(), period.to.toISOString()]).toEqual([
    "2026-11-01T00:00:00.000Z",
    "2026-11-22T00:00:00.000Z",
  ]);
});

test("the last day is in it, whole", () => {
  const period = periodOf({ from: "2026-10-01", until: "2026-10-31" }, now);
  expect(period.to.toISOString()).toBe("2026-11-01T00:00:00.000Z");
});

test("days that are none, or stand the wrong way round, are not taken", () => {
  expect(periodOf({ from: "2026-13-45", until: "yesterday" }, now).firstDay).toBe("2026-11-01");
  expect(periodOf({ from: "2026-11-10", until: "2026-11-02" }, now).lastDay).toBe("2026-11-21");
});
