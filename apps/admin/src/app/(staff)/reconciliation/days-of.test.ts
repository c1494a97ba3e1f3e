import { expect, test } from "vitest";
import { daysOf } from "./days-of.ts";

const at = (text: string) => new Date(`${text}Z`);

test.each([
  ["2026-11-20T00:00", "2026-11-21T00:00", "2026-11-20"],
  ["2026-11-18T00:00", "2026-11-21T00:00", "2026-11-18 to 2026-11-20"],
  ["2026-11-20T10:00", "2026-11-21T00:01", "2026-11-20 to 2026-11-21"],
])("from %s to before %s is %s", (from, to, days) => {
  expect(daysOf({ from: at(from), to: at(to) })).toBe(days);
});
