interface Count {
  day: string;
  payments: number;
  refunds: number;
  disputes: number;
}

/** A week smooths what a single day with two sales would make of one refund. */
const WINDOW_DAYS = 7;

/** Of a hundred payments of the week up to each day, how many refunds or disputes came; 0 while there were none. */
export function rateOfReturns(
  counts: readonly Count[],
  days: readonly string[],
  of: "refunds" | "disputes",
): { label: string; value: number }[] {
  return days.map((label, at) => {
    const week = days.slice(Math.max(0, at + 1 - WINDOW_DAYS), at + 1);
    const inWeek = counts.filter(({ day }) => week.includes(day));
    const payments = inWeek.reduce((sum, count) => sum + count.payments, 0);
    const returns = inWeek.reduce((sum, count) => sum + count[of], 0);
    return { label, value: payments === 0 ? 0 : (returns / payments) * 100 };
  });
}
