import { type Currency, type Money, money } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { type Order, openReview, resolveReviewOf } from "../../orders/index.ts";
import type { Payment, Refund } from "../../payments/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { lossPostings, lossRecoveredPostings } from "../postings.ts";

interface Elsewhere {
  /** Null when the payment is held for an order that is not here. */
  order: Order | null;
  payment: Payment;
  refund: Refund;
  /** What the refund was before it was told of now; null when it is new. */
  before: Refund["status"] | null;
}

/**
 * A refund in another currency than its payment cannot be set against the sale to the minor unit: the books say what left
 * the gateway, as a loss in its own currency, the order stands, and a person decides what of it ends. One that fails after
 * it was done brings the money back.
 */
export async function recordRefundElsewhere(ctx: TxContext, elsewhere: Elsewhere): Promise<void> {
  const { order, payment, refund, before } = elsewhere;
  const amount = money(refund.amountMinor, refund.currency as Currency);
  const moved = { gateway: payment.gateway, amount };
  if (refund.status === "succeeded" && before !== "succeeded") {
    const transfers = lossPostings(moved, account.gatewayClearing(payment.gateway));
    await postEntry(ctx, { kind: "money_back_lost", subject: refund.id, transfers });
    await reviewMoneyElsewhere(ctx, { order, payment, amount, cause: { kind: "refund", id: refund.id } });
  }
  if (before === "succeeded" && refund.status !== "succeeded") {
    await postEntry(ctx, { kind: "loss_recovered", subject: refund.id, transfers: lossRecoveredPostings(moved) });
    await resolveReviewOf(ctx, `refund:${refund.id}`, "the refund failed");
  }
}

/** Puts money that went back in another currency than it came in before people. */
export async function reviewMoneyElsewhere(
  ctx: TxContext,
  went: {
    order: Order | null;
    payment: Payment;
    amount: Money;
    cause: { kind: "refund" | "dispute"; id: string };
  },
): Promise<void> {
  const { order, payment, amount, cause } = went;
  await openReview(ctx, {
    orderId: order?.id ?? null,
    reason: "currency_mismatch",
    details: {
      [`${cause.kind}Id`]: cause.id,
      paymentId: payment.id,
      gateway: payment.gateway,
      taken: money(payment.amountMinor, payment.currency as Currency),
      givenBack: amount,
    },
    dedupeKey: `${cause.kind}:${cause.id}`,
  });
}
