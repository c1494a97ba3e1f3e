import { withTransaction } from "@stoa/db";
import { type Currency, money } from "@stoa/kit";
import { readOrder } from "../../orders/index.ts";
import { failedRefundsOf, type Refund } from "../../payments/index.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import { findPaymentOfSale, isPosted } from "../payment-entries.ts";
import type { OwedRefunds } from "./schemas.ts";

/**
 * The refunds of an order that failed after they were done and that `recordRepayment` would take, with what each still
 * owes the buyer. None, once all that the order gave back is with them. Throws `OrderNotFound`.
 */
export async function owedRefunds(ctx: Context, orderId: string): Promise<OwedRefunds> {
  return withTransaction(ctx, async (tx) => {
    const order = await readOrder(tx, orderId);
    const payment = await findPaymentOfSale(tx, order.id);
    const owedMinor = payment === null ? 0 : order.refundedMinor - payment.refundedMinor;
    if (payment === null || owedMinor === 0) return { items: [] };
    const failed = await failedRefundsOf(tx, payment);
    const owing: Refund[] = [];
    for (const refund of failed) if (await isOwing(tx, refund)) owing.push(refund);
    const of = (minor: number) => money(minor, payment.currency as Currency);
    return {
      items: owing.map((refund) => ({
        refundId: refund.id,
        owed: of(Math.min(refund.amountMinor, owedMinor)),
        failed: of(refund.amountMinor),
      })),
    };
  });
}

/** It was in the books as done, failed, and has not been paid from the bank. The rule of `recordRepayment`. */
export async function isOwing(ctx: TxContext, refund: Refund): Promise<boolean> {
  if (!(await isPosted(ctx, "refund_failed", refund.id))) return false;
  return !(await isPosted(ctx, "failed_refund_repaid_by_bank", refund.id));
}
