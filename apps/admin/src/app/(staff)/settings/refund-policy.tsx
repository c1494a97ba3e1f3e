import type { AllSettings } from "@stoa/api/settings/schemas";
import { changeRefundPolicy } from "./actions.ts";
import { SettingsForm } from "./settings-form.tsx";

/** Until when, and how far used, buyers give things back by themselves. */
export function RefundPolicy({ policy, mayWrite }: { policy: AllSettings["refundPolicy"]; mayWrite: boolean }) {
  const { withinDays, underPercent } = policy;
  return (
    <SettingsForm
      id="refund-policy"
      lead="Without asking anybody, on the page of their order. Staff may refund at any time."
      action={changeRefundPolicy}
      mayWrite={mayWrite}
      fields={[
        {
          name: "withinDays",
          label: "Days after the payment",
          hint: "0: buyers have to ask",
          type: "number",
          defaultValue: String(withinDays),
        },
        {
          name: "underPercent",
          label: "With less than so much of it done, in per cent",
          hint: "101: however much is done",
          type: "number",
          defaultValue: String(underPercent),
        },
      ]}
      shown={
        <p className="text-sm">
          {withinDays === 0
            ? "Buyers have to ask."
            : `Within ${withinDays} days, ${underPercent > 100 ? "however much" : `with less than ${underPercent} %`} of it done.`}
        </p>
      }
    />
  );
}
