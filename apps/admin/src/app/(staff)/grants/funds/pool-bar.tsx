import type { PoolView } from "@stoa/api/grants/schemas";
import { formatMoney } from "@stoa/kit";
import { PartsBar } from "@stoa/ui/parts-bar";

const PARTS = [
  ["free", "Free"],
  ["reserved", "Reserved for awards"],
  ["spent", "Spent on courses"],
] as const;

/** Where the money of a fund stands. */
export function PoolBar({ pool }: { pool: PoolView }) {
  return (
    <PartsBar
      title={`${pool.name}, ${formatMoney(pool.funded, "en-GB")} given`}
      parts={PARTS.map(([part, name]) => ({
        name,
        value: pool[part].amount,
        label: formatMoney(pool[part], "en-GB"),
      }))}
    />
  );
}
