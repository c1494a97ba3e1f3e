import { expect, test } from "vitest";
import { waitingTime } from "./waiting-time.ts";

const now = new Date("2026-11-21T12:00:00Z");
const after = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

test.each([
  [120, "due in 5 days"],
  [47, "due in 47 hours"],
  [1, "due in 1 hour"],
  [-2.5, "2 hours late"],
  [-49, "2 days late"],
])("an answer that is due after %d hours is %s", (hours, words) => {
  expect(waitingTime(after(hours), now)).toBe(words);
});
