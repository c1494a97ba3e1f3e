import type { Overview } from "@stoa/api/reporting/schemas";
import { CURRENCIES, formatMoney, money } from "@stoa/kit";
import { BarChart } from "@stoa/ui/chart";
import { lastDays } from "./last-days.ts";

/** What was paid each day, a chart for each currency: sums of different moneys are not added. */
export function Sales({ sales, days }: { sales: Overview["sales"]; days: number }) {
  const sold = CURRENCIES.filter((currency) => sales.some((row) => row.currency === currency));
  if (sold.length === 0) return <p className="text-ink-soft">Nothing was paid in the last {days} days.</p>;
  return sold.map((currency) => (
    <BarChart
      key={currency}
      title={`Paid in ${currency}, by day`}
      points={lastDays(days, new Date()).map((day) => ({
        label: day,
        value: sales.find((row) => row.day === day && row.currency === currency)?.amountMinor ?? 0,
      }))}
      format={(value) => formatMoney(money(Math.round(value), currency), "en-GB")}
      columns={["Day (UTC)", "Paid"]}
      tableLabel="The figures behind it"
    />
  ));
}
