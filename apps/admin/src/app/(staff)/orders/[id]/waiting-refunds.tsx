import type { PaymentsOfOrder } from "@stoa/api/payments/schemas";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { cancelRefund } from "./actions.ts";

/** Refunds that were asked for here and have not been sent: they can be called off. */
export function WaitingRefunds({ money }: { money: PaymentsOfOrder }) {
  return money.refunds
    .filter((refund) => refund.status === "requested" && refund.sentAt === null)
    .map((refund) => (
      <div key={refund.id} className="mt-4 grid gap-3 border-line border-t pt-4">
        <p className="text-sm">
          A refund of <Amount value={refund.amount} /> waits to be sent. {refund.note}
        </p>
        <Confirmed
          id={`cancel-${refund.id}`}
          ask="Call it off…"
          consequence="Nothing goes back. Once the gateway has been asked, this is refused."
          action={cancelRefund}
          hidden={{ refundId: refund.id }}
          submit="Call it off"
          busy="Calling off…"
          look="secondary"
        />
      </div>
    ));
}
