import type { OwedRefunds as Owed } from "@stoa/api/checkout/refunds/schemas";
import { Confirmed } from "../../../../forms/confirmed.tsx";
import { Amount } from "../../../../parts/amount.tsx";
import { RowLink } from "../../../../parts/row-link.tsx";
import { When } from "../../../../parts/when.tsx";
import { recordRepayment } from "./actions.ts";

/**
 * Refunds that the gateway could not carry out: what is still owed can be paid from the bank and written down here, and
 * what has been is told.
 */
export function OwedRefunds({ owed: { items, repaid } }: { owed: Owed }) {
  return (
    <>
      {items.map((refund) => (
        <div key={refund.refundId} className="mt-4 grid gap-3 border-line border-t pt-4">
          <p className="text-sm">
            The refund of <Amount value={refund.failed} /> failed at the gateway; <Amount value={refund.owed} /> of it
            are still owed. Refund that amount again, or pay the buyer from the bank and write it down.
          </p>
          <Confirmed
            id={`repaid-${refund.refundId}`}
            ask="It was paid from the bank…"
            consequence="What this refund still owes leaves the platform’s bank account in the books. It is refused when another refund or a dispute has paid it."
            action={recordRepayment}
            hidden={{ refundId: refund.refundId }}
            fields={[{ name: "note", label: "The bank’s reference" }]}
            submit="Write down the payment"
            busy="Writing…"
            look="secondary"
          />
        </div>
      ))}
      {repaid.map(({ refundId, failed, paidAt }) => (
        <p key={refundId} className="mt-4 border-line border-t pt-4 text-sm">
          The refund of <Amount value={failed} /> failed at the gateway; what was owed of it has been paid from the
          bank,{" "}
          <RowLink href={`/ledger/entries?subject=${refundId}`}>
            written down on <When at={paidAt} />
          </RowLink>
          .
        </p>
      ))}
    </>
  );
}
