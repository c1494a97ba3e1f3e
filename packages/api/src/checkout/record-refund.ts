import { type Currency, money } from "@stoa/kit";
import { account, postEntry, reverseEntry } from "@stoa/ledger";
import type { GatewayName, RefundSnapshot } from "@stoa/payments";
import { markRefunded, type Order, takenFor } from "../orders/index.ts";
import { addRefunded, findPayment, type Payment, type Refund, recordRefundRow } from "../payments/index.ts";
import type { TxContext } from "../platform/context.ts";
import { raiseAlert } from "../platform/raise-alert.ts";
import type { Applied } from "./apply-fact.ts";
import { PaymentNotSettledYet } from "./errors.ts";
import { endHold } from "./hold-payment.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { findEntryOfPayment } from "./payment-entries.ts";
import { heldReturnedPostings, refundFailedPostings } from "./postings.ts";
import { reverseLines } from "./reverse-lines.ts";

/**
 * A refund as the gateway has it now: the books give back the same part of every line and of the tax, the order says
 * how much is left, and a full refund takes back what the order gave. Told again it changes nothing; one that fails after
 * it was done leaves the money owed to the buyer. Throws `PaymentNotSettledYet`.
 */
export async function recordRefund(ctx: TxContext, gateway: GatewayName, snapshot: RefundSnapshot): Promise<Applied> {
  const known = await findPayment(ctx, gateway, snapshot.paymentId);
  if (known === null && !snapshot.orderId?.startsWith("ord_")) return { outcome: "not_ours", orderId: null };
  if (known?.status !== "succeeded") throw new PaymentNotSettledYet(snapshot.paymentId);
  const order = known.orderId === null ? null : await lockOrderWithBuyer(ctx, known.orderId);
  const payment = (await findPayment(ctx, gateway, snapshot.paymentId)) ?? known;
  const orderCtx = order ? { ...ctx, correlationId: order.correlationId } : ctx;
  const { refund, before } = await recordRefundRow(orderCtx, payment, snapshot);

  if (refund.status === "succeeded" && before !== "succeeded") await giveBack(orderCtx, order, payment, refund);
  if (before === "succeeded" && refund.status !== "succeeded") await refundFailed(orderCtx, payment, refund);
  return { outcome: `refund_${refund.status}`, orderId: order?.id ?? null };
}

async function giveBack(ctx: TxContext, order: Order | null, payment: Payment, refund: Refund): Promise<void> {
  const amount = money(refund.amountMinor, refund.currency as Currency);
  const sale = await findEntryOfPayment(ctx, payment);
  const given = await addRefunded(ctx, payment, refund.amountMinor);

  if (sale === null || order === null) {
    await postEntry(ctx, {
      kind: "held_payment_refunded",
      subject: refund.id,
      transfers: heldReturnedPostings({ gateway: payment.gateway, amount }),
    });
    if (given >= payment.amountMinor) await endHold(ctx, order, payment, "refunded");
    return;
  }

  const clearing = account.gatewayClearing(payment.gateway);
  await reverseEntry(ctx, {
    entryId: sale.entryId,
    kind: "payment_refunded",
    subject: refund.id,
    code: "refund",
    part: { amount, over: sale.source },
    ...(sale.source === clearing ? {} : { instead: { of: sale.source, use: clearing } }),
  });
  const total = order.refundedMinor + refund.amountMinor;
  await markRefunded(ctx, order, { refundedMinor: total, disputeOpen: order.status === "disputed" });
  if (total >= takenFor(order).amount) await reverseLines(ctx, order);
}

async function refundFailed(ctx: TxContext, payment: Payment, refund: Refund): Promise<void> {
  await postEntry(ctx, {
    kind: "refund_failed",
    subject: refund.id,
    transfers: refundFailedPostings({
      gateway: payment.gateway,
      amount: money(refund.amountMinor, refund.currency as Currency),
    }),
  });
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
