const HOUR_MS = 3_600_000;

/** How long until an answer is due, or since when it is: “due in 3 days”, “2 hours late”. Whole days from two on. */
export function waitingTime(dueAt: Date, now: Date): string {
  const hours = Math.floor(Math.abs(dueAt.getTime() - now.getTime()) / HOUR_MS);
  const span = hours >= 48 ? count(Math.floor(hours / 24), "day") : count(hours, "hour");
  return dueAt > now ? `due in ${span}` : `${span} late`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
