import { addMs, DAY_MS } from "@stoa/kit";

/** The last days in UTC, today the last of them, so that a day without rows has its place in a chart. */
export function lastDays(count: number, now: Date): string[] {
  return Array.from({ length: count }, (_, index) =>
    addMs(now, (index - count + 1) * DAY_MS)
      .toISOString()
      .slice(0, 10),
  );
}
