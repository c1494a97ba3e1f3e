import type { MoneyDays } from "@stoa/api/reporting/chart-schemas";
import { LineChart } from "@stoa/ui/chart";
import { lastDays } from "./last-days.ts";
import { rateOfReturns } from "./rate-of-returns.ts";

const rate = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });
const RETURNS = [
  { of: "refunds", title: "Refunds of a hundred payments, over the week up to each day" },
  { of: "disputes", title: "Disputes of a hundred payments, over the week up to each day" },
] as const;

/** How much of what was paid comes back. */
export function Returns({ counts, days }: { counts: MoneyDays["counts"]; days: number }) {
  return RETURNS.map(({ of, title }) => (
    <LineChart
      key={of}
      title={title}
      points={rateOfReturns(counts, lastDays(days, new Date()), of)}
      format={(value) => rate.format(value)}
      columns={["Day (UTC)", "Of a hundred"]}
      tableLabel="The figures behind it"
    />
  ));
}
