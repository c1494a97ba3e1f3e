/** The last months in UTC, this one the last of them, so that a month without a payout has its place in a chart. */
export function lastMonths(count: number, now: Date): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - count + 1 + index)).toISOString().slice(0, 7),
  );
}
