import type { AllSettings } from "@stoa/api/settings/schemas";
import { Facts } from "../../../parts/facts.tsx";
import { changePayouts } from "./actions.ts";
import { SettingsForm } from "./settings-form.tsx";

/** When money leaves to those who are owed it, and when a second person has to look. */
export function PayoutRules({ rules, mayWrite }: { rules: AllSettings["payouts"]; mayWrite: boolean }) {
  const { minimum, approvalAbove, coolingOffHours, batchDay } = rules;
  return (
    <SettingsForm
      id="payout-rules"
      lead="For payouts from now on. Amounts are whole units of the payout’s currency: 20 is 20 euros, or 20 dollars."
      action={changePayouts}
      mayWrite={mayWrite}
      fields={[
        {
          name: "minimum",
          label: "Least that is paid out",
          hint: "What is less waits for the next time",
          type: "number",
          defaultValue: String(minimum),
        },
        {
          name: "approvalAbove",
          label: "A second person approves more than",
          hint: "0: every payout",
          type: "number",
          defaultValue: String(approvalAbove),
        },
        {
          name: "coolingOffHours",
          label: "Hours that a changed account waits",
          hint: "0: not at all",
          type: "number",
          defaultValue: String(coolingOffHours),
        },
        {
          name: "batchDay",
          label: "Day of the month on which everybody is paid",
          hint: "1 to 28; 0: only who asks",
          type: "number",
          defaultValue: String(batchDay),
        },
      ]}
      shown={
        <Facts
          rows={[
            ["Least that is paid out", String(minimum)],
            ["A second person approves more than", String(approvalAbove)],
            ["A changed account waits", `${coolingOffHours} hours`],
            ["Everybody is paid", batchDay === 0 ? "when they ask" : `from day ${batchDay} of the month on`],
          ]}
        />
      }
    />
  );
}
