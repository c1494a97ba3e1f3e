import type { AllSettings } from "@stoa/api/settings/schemas";
import { ActForm } from "../../../forms/act-form.tsx";
import { changeRefundPolicy } from "./actions.ts";

/** Until when, and how far used, buyers give things back by themselves. */
export function RefundPolicy({ policy, mayWrite }: { policy: AllSettings["refundPolicy"]; mayWrite: boolean }) {
  const { withinDays, underPercent } = policy;
  return (
    <>
      <p className="max-w-reading text-ink-soft text-sm">
        Without asking anybody, on the page of their order. Staff may refund at any time.
      </p>
      {mayWrite ? (
        <ActForm
          id="refund-policy"
          action={changeRefundPolicy}
          className="grid max-w-3xl gap-5 sm:grid-cols-2"
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
              label: "With less than so much of it done, in percent",
              hint: "101: however much is done",
              type: "number",
              defaultValue: String(underPercent),
            },
          ]}
          submit="Save"
          busy="Saving…"
          look="secondary"
        />
      ) : (
        <p className="text-sm">
          Within {withinDays} days, with less than {underPercent} % done.
        </p>
      )}
    </>
  );
}
