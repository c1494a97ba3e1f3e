import type { AllSettings } from "@stoa/api/settings/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { changePayouts } from "./actions.ts";

/** When money leaves to those who are owed it, and when a second person has to look. */
export function PayoutRules({ rules, mayWrite }: { rules: AllSettings["payouts"]; mayWrite: boolean }) {
  return (
    <>
      <p className="max-w-reading text-ink-soft text-sm">
        For payouts from now on. Amounts are whole units of the payout’s currency: 20 is 20 euros, or 20 dollars.
      </p>
      {mayWrite ? <Form rules={rules} /> : <Shown rules={rules} />}
    </>
  );
}

function Form({ rules }: { rules: AllSettings["payouts"] }) {
  const { minimum, approvalAbove, coolingOffHours, batchDay } = rules;
  return (
    <ActForm
      id="payout-rules"
      action={changePayouts}
      className="grid max-w-3xl gap-5 sm:grid-cols-2"
      fields={[
        {
          name: "minimum",
          label: "Least that is paid out",
          hint: "what is less waits for the next time",
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
      submit="Save"
      busy="Saving…"
      look="secondary"
    />
  );
}

function Shown({ rules }: { rules: AllSettings["payouts"] }) {
  return (
    <Facts
      rows={[
        ["Least that is paid out", String(rules.minimum)],
        ["A second person approves more than", String(rules.approvalAbove)],
        ["A changed account waits", `${rules.coolingOffHours} hours`],
        ["Everybody is paid", rules.batchDay === 0 ? "when they ask" : `from day ${rules.batchDay} of the month on`],
      ]}
    />
  );
}
