import type { PaymentsOfOrder } from "@stoa/api/payments/schemas";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { recordRepayment } from "./actions.ts";

/** Refunds that the gateway could not carry out: what is still owed can be paid from the bank, and written down here. */
export function OwedRefunds({ refunds }: { refunds: PaymentsOfOrder["refunds"] }) {
  return refunds
    .filter((refund) => refund.status === "failed")
    .map((refund) => (
      <div key={refund.id} className="mt-4 grid gap-3 border-line border-t pt-4">
        <p className="text-sm">
          The refund of <Amount value={refund.amount} /> failed at the gateway. Refund again there, or pay the buyer
          from the bank and write it down.
        </p>
        <Confirmed
          id={`repaid-${refund.id}`}
          ask="It was paid from the bank…"
          consequence="What this refund still owes leaves the platform’s bank account in the books. It is refused when another refund or a dispute has paid it."
          action={recordRepayment}
          hidden={{ refundId: refund.id }}
          fields={[{ name: "note", label: "The bank’s reference" }]}
          submit="Write down the payment"
          busy="Writing…"
          look="secondary"
        />
      </div>
    ));
}
