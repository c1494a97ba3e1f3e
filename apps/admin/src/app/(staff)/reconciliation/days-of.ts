import { addMs } from "@stoa/kit";

/** A half-open span of time as days of UTC: “2026-11-20”, or “2026-11-18 to 2026-11-20”. */
export function daysOf({ from, to }: { from: Date; to: Date }): string {
  const first = from.toISOString().slice(0, 10);
  const last = addMs(to, -1).toISOString().slice(0, 10);
  return first === last ? first : `${first} to ${last}`;
}
