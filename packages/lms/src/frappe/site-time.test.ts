import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromSiteTime, toSiteTime } from "./site-time.ts";

describe("times of the site", () => {
  test.each([
    ["UTC", "2026-11-21 10:03:05.123456", "2026-11-21T10:03:05.123Z"],
    ["Asia/Kolkata", "2026-11-21 10:03:05.123456", "2026-11-21T04:33:05.123Z"],
    ["America/New_York", "2026-07-01 10:00:00.000000", "2026-07-01T14:00:00.000Z"],
    ["UTC", "2026-11-21 10:03:05", "2026-11-21T10:03:05.000Z"],
  ])("in %s, %s is %s", (zone, text, instant) => {
    expect(fromSiteTime(text, zone)).toEqual(new Date(instant));
  });

  test("of the hour that a clock change repeats, the earlier is meant", () => {
    expect(fromSiteTime("2026-10-25 02:30:00.000000", "Europe/Paris")).toEqual(new Date("2026-10-25T00:30:00Z"));
  });

  test("nonsense is refused", () => {
    expect(() => fromSiteTime("yesterday", "UTC")).toThrow("not a time of Frappe");
  });

  test("writing and reading give the same instant, but for the repeated hour", () => {
    const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });
    const zones = fc.constantFrom("UTC", "Asia/Kolkata", "Europe/Paris", "America/New_York", "Pacific/Auckland");
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const gap = instant.getTime() - fromSiteTime(toSiteTime(instant, zone), zone).getTime();
        expect([0, 3_600_000]).toContain(gap);
      }),
    );
  });
});
