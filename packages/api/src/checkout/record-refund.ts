import { type Currency, money } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import type { GatewayName, RefundSnapshot } from "@stoa/payments";
import { reopenReviewOf } from "../orders/index.ts";
import {
  findCall,
  findPayment,
  lockPayment,
  type Payment,
  type Refund,
  recordCallOutcome,
  recordRefundRow,
  restateRefunded,
} from "../payments/index.ts";
import { announce } from "../platform/announce.ts";
import type { TxContext } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";
import type { Applied } from "./apply-fact.ts";
import { bookMoneyBack } from "./book-money-back.ts";
import { PaymentNotSettledYet } from "./errors.ts";
import { reviewKeyOf } from "./hold-payment.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { notifyOfOrder } from "./notify-buyer.ts";
import { findEntryOfPayment } from "./payment-entries.ts";
import { heldPostings, lossRecoveredPostings, refundFailedPostings } from "./postings.ts";
import { creditMoneyBack } from "./refunds/credit-money-back.ts";
import { recordRefundElsewhere } from "./refunds/refund-elsewhere.ts";

/**
 * A refund as the gateway has it now: the books give back the same part of every line and of the tax, the order says
 * how much is left, and a full refund takes back what the order gave. Told again it changes nothing. One that fails after
 * it was done leaves the money owed to the buyer, until another refund pays it. One in another currency than the payment
 * is put before people. Throws `PaymentNotSettledYet`.
 */
export async function recordRefund(ctx: TxContext, gateway: GatewayName, snapshot: RefundSnapshot): Promise<Applied> {
  const known = await findPayment(ctx, gateway, snapshot.paymentId);
  if (known === null && !snapshot.orderId?.startsWith("ord_")) return { outcome: "not_ours", orderId: null };
  if (known?.status !== "succeeded") throw new PaymentNotSettledYet(snapshot.paymentId);
  const order = known.orderId === null ? null : await lockOrderWithBuyer(ctx, known.orderId);
  const payment = await lockPayment(ctx, known.id);
  const orderCtx = order ? { ...ctx, correlationId: order.correlationId } : ctx;
  const { refund, before } = await recordRefundRow(orderCtx, payment, snapshot);
  if (before === "requested") await answerCall(orderCtx, refund, snapshot);

  if (refund.currency !== payment.currency) {
    await recordRefundElsewhere(orderCtx, { order, payment, refund, before });
    return { outcome: `refund_${refund.status}`, orderId: order?.id ?? null };
  }
  if (refund.status === "succeeded" && before !== "succeeded") {
    const amount = money(refund.amountMinor, refund.currency as Currency);
    const cause = { kind: "refund", id: refund.id } as const;
    const undone = await bookMoneyBack(orderCtx, { payment, order, amount, cause, lineIds: refund.lineIds });
    await notifyOfOrder(orderCtx, order, "purchase_refunded", refund.id);
    if (order && undone) {
      await announce(orderCtx, "order.refunded", {
        orderId: order.id,
        userId: order.userId,
        refundId: refund.id,
        amount,
      });
      await creditMoneyBack(orderCtx, { order, cause, amount, plan: undone });
    }
  }
  if (before === "succeeded" && refund.status !== "succeeded") await refundFailed(orderCtx, payment, refund);
  return { outcome: `refund_${refund.status}`, orderId: order?.id ?? null };
}

/** Whoever tells of a refund that was asked for here tells what came of the call, also when its own answer was lost. */
async function answerCall(ctx: TxContext, { id }: Refund, { refundId }: RefundSnapshot): Promise<void> {
  const call = await findCall(ctx, { kind: "refund", subjectId: id });
  if (call) await recordCallOutcome(ctx, call.id, { status: "succeeded", outcome: { refundId } });
}

/**
 * The money is back at the gateway. What had gone beyond the payment is no loss any more; the rest is owed to the buyer,
 * or, when it never was a sale, is held again for a person to decide.
 */
async function refundFailed(ctx: TxContext, payment: Payment, refund: Refund): Promise<void> {
  const recovered = Math.min(payment.lostMinor, refund.amountMinor);
  const owed = refund.amountMinor - recovered;
  await restateRefunded(ctx, payment, {
    refundedMinor: payment.refundedMinor - owed,
    lostMinor: payment.lostMinor - recovered,
  });
  const of = (minor: number) => ({ gateway: payment.gateway, amount: money(minor, refund.currency as Currency) });
  const subject = refund.id;
  if (recovered > 0) {
    await postEntry(ctx, { kind: "loss_recovered", subject, transfers: lossRecoveredPostings(of(recovered)) });
  }
  if (owed === 0) return;
  if ((await findEntryOfPayment(ctx, payment)) === null) {
    await postEntry(ctx, { kind: "held_refund_failed", subject, transfers: heldPostings(of(owed)) });
    await reopenReviewOf(ctx, reviewKeyOf(payment));
  } else {
    await postEntry(ctx, { kind: "refund_failed", subject, transfers: refundFailedPostings(of(owed)) });
  }
  await raiseAlert(ctx, {
    severity: "critical",
    title: "A refund failed after it was reported done",
    summary: "The money is back at the gateway and still owed to the buyer.",
    facts: [
      { label: "Refund", value: refund.gatewayRefundId ?? refund.id },
      { label: "Order", value: payment.orderId ?? "unknown" },
    ],
    runbook: "refund-failed",
    dedupeKey: `refund-failed:${refund.id}`,
  });
}
