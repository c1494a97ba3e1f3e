import type { ReviewView } from "@stoa/api/orders/schemas";
import { type Money, moneySchema } from "@stoa/kit";
import { Confirmed, Decisions } from "../../../forms/confirmed.tsx";
import { Amount } from "../../../parts/amount.tsx";
import { Facts } from "../../../parts/facts.tsx";
import { RowLink } from "../../../parts/row-link.tsx";
import { Slab } from "../../../parts/slab.tsx";
import { When } from "../../../parts/when.tsx";
import { acceptReview, closeReview, refundHeld } from "./actions.ts";

const REASONS: Readonly<Record<ReviewView["reason"], string>> = {
  amount_mismatch: "Another amount came than was asked for",
  currency_mismatch: "Another currency came than was asked for",
  paid_after_expiry: "It was paid after the order had lapsed",
  paid_twice: "The order was paid twice",
  unknown_order: "The payment names no order of ours",
  already_owned: "The buyer owns this already",
  fulfilment_refused: "What was ordered could not be handed over",
};

/** One payment that waits for a decision, with what is known of it and the ways to decide. */
export function ReviewSlab({ review }: { review: ReviewView }) {
  return (
    <Slab
      id={review.id}
      title={wentElsewhere(review) ? "Money went back in another currency than it came in" : REASONS[review.reason]}
      aside={
        <span className="text-ink-faint text-sm">
          <When at={review.createdAt} />
        </span>
      }
    >
      <Facts
        rows={[
          [
            "Order",
            review.orderId ? (
              <RowLink key="o" href={`/orders/${review.orderId}`}>
                {review.orderId}
              </RowLink>
            ) : (
              "none"
            ),
          ],
          ...Object.entries(review.details).map(([name, value]) => [wordsOf(name), show(name, value)] as const),
          ...(review.resolution ? ([["Decided", review.resolution]] as const) : []),
        ]}
      />
      {review.resolvedAt ? null : <Decision review={review} />}
    </Slab>
  );
}

function Decision({ review }: { review: ReviewView }) {
  const { id, orderId } = review;
  if (wentElsewhere(review)) {
    return (
      <Close
        id={id}
        ask="Decided…"
        consequence="The books have the amount as a loss in its own currency, and the order stands. Refund what of the order shall end first; then say here what was decided."
        note="What was decided"
      />
    );
  }
  return (
    <Decisions>
      {orderId ? (
        <Confirmed
          id={`accept-${id}`}
          ask="Accept the payment…"
          consequence="The order is handed over, and the amount that came becomes the sale. This cannot be taken back; afterwards there are only refunds."
          action={acceptReview}
          hidden={{ reviewId: id }}
          submit="Accept and hand over"
          busy="Handing over…"
        />
      ) : null}
      <Confirmed
        id={`refund-${id}`}
        ask="Give the money back…"
        consequence="The gateway is asked to give back all of the payment. The review ends, and the order with it, when it says that this is done."
        action={refundHeld}
        hidden={{ reviewId: id }}
        fields={[{ name: "note", label: "Why, for colleagues", type: "textarea", rows: 2 }]}
        submit="Give it back"
        busy="Asking…"
        look="danger"
      />
      <Close
        id={id}
        ask="Close without handing over…"
        consequence="For what was dealt with in another way. The money stays in suspense here until the gateway tells of a refund. An order that waits for nothing else is cancelled."
        note="How it was dealt with"
      />
    </Decisions>
  );
}

/** Ends a review without moving money, with a word on record. */
function Close({ id, note, ...step }: { id: string; ask: string; consequence: string; note: string }) {
  return (
    <Confirmed
      {...step}
      id={`close-${id}`}
      action={closeReview}
      hidden={{ reviewId: id }}
      fields={[{ name: "note", label: note, type: "textarea", rows: 2 }]}
      submit="Close"
      busy="Closing…"
      look="secondary"
    />
  );
}

/** About money that left in another currency, and not about a payment that is held. */
function wentElsewhere({ details }: ReviewView): boolean {
  return "refundId" in details || "disputeId" in details;
}

/** `expectedMinor` → “expected minor”. */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function show(name: string, value: unknown) {
  const amount: { success: boolean; data?: Money } = moneySchema.safeParse(value);
  if (amount.data) return <Amount value={amount.data} />;
  if (name === "paymentId") return <RowLink href={`/ledger/entries?subject=${value}`}>{String(value)}</RowLink>;
  return typeof value === "string" ? value : JSON.stringify(value);
}
