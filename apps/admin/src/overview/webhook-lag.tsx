import type { Overview } from "@stoa/api/reporting/schemas";
import { LineChart } from "@stoa/ui/chart";
import { lastDays } from "./last-days.ts";

/** How long events waited for their effect: nineteen of twenty were faster than this. */
export function WebhookLag({ byDay, days }: { byDay: Overview["webhooks"]["byDay"]; days: number }) {
  return (
    <LineChart
      title="From receipt to effect, 95th percentile by day"
      points={lastDays(days, new Date()).map((day) => ({
        label: day,
        value: byDay.find((row) => row.day === day)?.p95Ms ?? 0,
      }))}
      format={(value) => `${Math.round(value).toLocaleString("en-GB")} ms`}
      columns={["Day (UTC)", "95th percentile"]}
      tableLabel="The figures behind it"
    />
  );
}
