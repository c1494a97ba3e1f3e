import type { MoneyDays } from "@stoa/api/reporting/chart-schemas";
import { CURRENCIES, formatMoney, money } from "@stoa/kit";
import { StackedChart } from "@stoa/ui/stacked-chart";
import { kindsOf } from "./kinds-of.ts";
import { lastDays } from "./last-days.ts";

/** What was earned each day by what was sold, a chart for each currency. */
export function Revenue({ revenue, days }: { revenue: MoneyDays["revenue"]; days: number }) {
  const earned = CURRENCIES.filter((currency) => revenue.some((row) => row.currency === currency));
  if (earned.length === 0) return <p className="text-ink-soft">Nothing was earned in the last {days} days.</p>;
  return earned.map((currency) => {
    const rows = revenue.filter((row) => row.currency === currency);
    const kinds = kindsOf(rows);
    return (
      <StackedChart
        key={currency}
        title={`Revenue in ${currency} by day: without tax, less what went back`}
        series={kinds.map(({ name }) => name)}
        points={lastDays(days, new Date()).map((day) => ({
          label: day,
          values: kinds.map(({ members }) =>
            rows
              .filter((row) => row.day === day && members.includes(row.kind))
              .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
          ),
        }))}
        format={(value) => formatMoney(money(Math.round(value), currency), "en-GB")}
        stepLabel="Day (UTC)"
        tableLabel="The figures behind it"
      />
    );
  });
}
