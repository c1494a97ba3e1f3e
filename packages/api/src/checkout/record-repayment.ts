import { withTransaction } from "@stoa/db";
import { type Currency, found, type Money, money } from "@stoa/kit";
import { account, postEntry } from "@stoa/ledger";
import { getPayment, getRefund, lockPayment, restateRefunded } from "../payments/index.ts";
import { recordAudit } from "../platform/audit.ts";
import type { Context } from "../platform/context.ts";
import { RefundNotOwed } from "./errors.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { failedRefundRepaidPostings } from "./postings.ts";
import { isOwing } from "./refunds/owed-refunds.ts";

export interface Repayment {
  refundId: string;
  paid: Money;
}

/**
 * A person has paid the buyer from the platform's bank what a failed refund still owes; no gateway will tell of it. What
 * another refund or a dispute has paid meanwhile is not paid again. Throws `RefundNotOwed`.
 */
export async function recordRepayment(
  ctx: Context,
  { refundId, note }: { refundId: string; note: string },
): Promise<Repayment> {
  const notOwed = () => new RefundNotOwed(refundId);
  return withTransaction(ctx, async (tx) => {
    const refund = found(await getRefund(tx, refundId), notOwed);
    const { orderId } = found(await getPayment(tx, refund.paymentId), notOwed);
    const order = await lockOrderWithBuyer(tx, found(orderId, notOwed));
    const payment = await lockPayment(tx, refund.paymentId);
    // What is owed may be another refund's; this one is paid from the bank once.
    if (!(await isOwing(tx, refund))) throw notOwed();
    const owed = Math.min(refund.amountMinor, order.refundedMinor - payment.refundedMinor);
    if (owed === 0) throw notOwed();

    const paid = money(owed, payment.currency as Currency);
    await postEntry(tx, {
      kind: "failed_refund_repaid_by_bank",
      subject: refund.id,
      transfers: failedRefundRepaidPostings({ gateway: payment.gateway, amount: paid }, account.bank("main")),
    });
    const refundedMinor = payment.refundedMinor + owed;
    await restateRefunded(tx, payment, { refundedMinor, lostMinor: payment.lostMinor });
    await recordAudit(tx, {
      action: "checkout.record_repayment",
      subjectKind: "order",
      subjectId: order.id,
      after: { refundId: refund.id, paid, note },
    });
    return { refundId: refund.id, paid };
  });
}
