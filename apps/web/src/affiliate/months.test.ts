import { expect, test } from "vitest";
import { monthsSince, statementFile } from "./months.ts";

test("every month since has its statement, the newest first, over the turn of a year", () => {
  expect(monthsSince(new Date("2026-11-30T23:00:00Z"), new Date("2027-02-01T00:00:00Z"))).toEqual([
    "2027-02",
    "2027-01",
    "2026-12",
    "2026-11",
  ]);
  expect(monthsSince(new Date("2026-11-02T00:00:00Z"), new Date("2026-11-01T00:00:00Z"))).toEqual(["2026-11"]);
});

test("the name of a file says month, currency and kind", () => {
  expect(statementFile("2026-12-EUR.pdf")).toEqual({
    currency: "EUR",
    kind: "pdf",
    from: new Date("2026-12-01T00:00:00Z"),
    until: new Date("2027-01-01T00:00:00Z"),
  });
});

test.each(["2026-13-EUR.pdf", "2026-12-XXX.csv", "2026-12-EUR.exe", "../../etc/passwd", ""])(
  "%s is no statement",
  (name) => {
    expect(statementFile(name)).toBeNull();
  },
);
