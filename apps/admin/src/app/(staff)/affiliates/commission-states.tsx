import type { CommissionStates as States } from "@stoa/api/reporting/chart-schemas";
import { formatMoney } from "@stoa/kit";
import { PartsBar } from "@stoa/ui/parts-bar";

const PARTS = [
  ["payable", "Payable now"],
  ["waiting", "In the refund window"],
  ["aside", "Held for payouts and disputes"],
  ["undecided", "Waiting for a decision"],
] as const;

/** What is owed to all affiliates, by where it stands. */
export function CommissionStates({ items }: { items: States["items"] }) {
  return items.map((state) => (
    <div key={state.currency} className="pb-8">
      <PartsBar
        title={`Commissions in ${state.currency}`}
        parts={PARTS.map(([part, name]) => ({
          name,
          value: state[part].amount,
          label: formatMoney(state[part], "en-GB"),
        }))}
      />
    </div>
  ));
}
