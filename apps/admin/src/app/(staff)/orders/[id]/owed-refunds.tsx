import type { OrderView } from "@stoa/api/orders/schemas";
import type { PaymentsOfOrder } from "@stoa/api/payments/schemas";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { recordRepayment } from "./actions.ts";

/**
 * Refunds that the gateway could not carry out: what is still owed can be paid from the bank, and written down here.
 * Nothing stands here once all that the order gave back is with the buyer, so that nobody pays them twice.
 */
export function OwedRefunds({ order, money }: { order: OrderView; money: PaymentsOfOrder }) {
  const isOwed = money.payments.some((payment) => payment.refunded.amount < order.refunded.amount);
  if (!isOwed) return null;
  return money.refunds
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
