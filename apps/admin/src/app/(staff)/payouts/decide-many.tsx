import type { PayoutRow } from "@stoa/api/payouts/schemas";
import { BulkForm } from "../../../forms/bulk-form.tsx";
import { namesOf } from "../../../forms/names-of.ts";
import { decideMany } from "./actions.ts";
import { nameToDecide } from "./payout-list.tsx";

/** Approves or rejects the payouts that are chosen in the list of the page. */
export function DecideMany({ form, payouts }: { form: string; payouts: readonly PayoutRow[] }) {
  return (
    <BulkForm
      id={form}
      action={decideMany}
      names={namesOf(payouts, nameToDecide)}
      verbs={[
        {
          verb: "approve",
          ask: "Approve…",
          consequence: "Each is sent at once and cannot be called back. What you asked for or are paid by is left out.",
          submit: "Approve them",
        },
        {
          verb: "reject",
          ask: "Reject…",
          consequence: "Nothing of them is sent. What was reserved is the payees’ again.",
          submit: "Reject them",
          look: "danger",
          fields: [{ name: "reason", label: "Why", type: "textarea", rows: 2 }],
        },
      ]}
    />
  );
}
