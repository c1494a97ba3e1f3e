import type { PayoutMonths } from "@stoa/api/reporting/chart-schemas";
import { CURRENCIES, formatMoney, money } from "@stoa/kit";
import { BarChart } from "@stoa/ui/chart";
import { lastMonths } from "./last-months.ts";

const MONTHS = 12;

/** What arrived at payees in each month, a chart for each currency. */
export function PaidMonths({ items }: { items: PayoutMonths["items"] }) {
  const paid = CURRENCIES.filter((currency) => items.some((row) => row.currency === currency));
  if (paid.length === 0) return null;
  return (
    <div className="grid gap-8 pb-8 xl:grid-cols-2">
      {paid.map((currency) => (
        <BarChart
          key={currency}
          title={`Paid out in ${currency}, by month`}
          points={lastMonths(MONTHS, new Date()).map((month) => ({
            label: month,
            value: items.find((row) => row.month === month && row.currency === currency)?.amountMinor ?? 0,
          }))}
          format={(value) => formatMoney(money(Math.round(value), currency), "en-GB")}
          columns={["Month (UTC)", "Paid out"]}
          tableLabel="The figures behind it"
        />
      ))}
    </div>
  );
}
