import { addMs, DAY_MS, HOUR_MS, SECOND_MS } from "@stoa/kit";
import { describe, expect, test } from "vitest";
import { FAILING_MAX_MS, isTaken, nextTryAt, PAUSES_MS, TRIES } from "./retry-schedule.ts";

const NOW = new Date("2026-11-21T10:00:00.000Z");
const unlucky = () => 1;
const lucky = () => 0;
const waited = (attempt: number, retryAfter: string | null = null, random = lucky) =>
  (nextTryAt(NOW, attempt, retryAfter, random)?.getTime() ?? Number.NaN) - NOW.getTime();

describe("the schedule of tries", () => {
  test("has ten tries over a little more than three days, each wait at least as long as the one before", () => {
    expect(TRIES).toBe(10);
    const total = PAUSES_MS.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(3 * DAY_MS);
    expect(total).toBeLessThan(4 * DAY_MS);
    expect([...PAUSES_MS].sort((a, b) => a - b)).toEqual(PAUSES_MS);
    expect(FAILING_MAX_MS).toBeGreaterThan(total * 1.2);
  });

  test("leaves a fifth more to chance, and never less than the wait", () => {
    expect([waited(1), waited(1, null, unlucky)]).toEqual([5_000, 6_000]);
    expect([waited(9), waited(9, null, unlucky)]).toEqual([24 * HOUR_MS, 28.8 * HOUR_MS]);
  });

  test("ends with the last try", () => {
    expect(nextTryAt(NOW, TRIES, null)).toBeNull();
    expect(nextTryAt(NOW, TRIES, "10")).toBeNull();
  });

  test.each([
    ["120", 120 * SECOND_MS],
    [addMs(NOW, HOUR_MS).toUTCString(), HOUR_MS],
    ["999999999", DAY_MS],
  ])("heeds a receiver that asks to wait for %s", (asked, wait) => {
    expect(waited(1, asked)).toBe(wait);
  });

  test.each(["0", "3", "-5", "soon", "", "1e9", addMs(NOW, -HOUR_MS).toUTCString()])(
    "is not hurried or confused by %s",
    (asked) => {
      expect(waited(1, asked)).toBe(5_000);
    },
  );

  test.each([
    [200, true],
    [204, true],
    [299, true],
    [199, false],
    [302, false],
    [410, false],
    [500, false],
    [null, false],
  ])("takes %s for taken: %s", (status, taken) => {
    expect(isTaken(status)).toBe(taken);
  });
});
