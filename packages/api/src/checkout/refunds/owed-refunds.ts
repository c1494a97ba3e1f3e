import { withTransaction } from "@stoa/db";
import { type Currency, money } from "@stoa/kit";
import { readOrder } from "../../orders/index.ts";
import { failedRefundsOf, type Refund } from "../../payments/index.ts";
import type { Context, TxContext } from "../../platform/context.ts";
import { findPaymentOfSale, isPosted, postedAt } from "../payment-entries.ts";
import type { OwedRefunds } from "./schemas.ts";

/** What the books call it when a failed refund is paid from the bank. */
const REPAID = "failed_refund_repaid_by_bank";

/**
 * The refunds of an order that failed after they were done: those that `recordRepayment` would take, with what each still
 * owes the buyer (none, once all that the order gave back is with them), and those that were paid from the bank. Throws
 * `OrderNotFound`.
 */
export async function owedRefunds(ctx: Context, orderId: string): Promise<OwedRefunds> {
  return withTransaction(ctx, async (tx) => {
    const order = await readOrder(tx, orderId);
    const payment = await findPaymentOfSale(tx, order.id);
    if (payment === null) return { items: [], repaid: [] };
    const of = (minor: number) => money(minor, payment.currency as Currency);
    const owedMinor = order.refundedMinor - payment.refundedMinor;
    const items: OwedRefunds["items"] = [];
    const repaid: OwedRefunds["repaid"] = [];
    for (const refund of await failedRefundsOf(tx, payment)) {
      const [refundId, failed] = [refund.id, of(refund.amountMinor)];
      const paidAt = await postedAt(tx, REPAID, refundId);
      if (paidAt !== null) repaid.push({ refundId, failed, paidAt });
      else if (owedMinor > 0 && (await isOwing(tx, refund)))
        items.push({ refundId, owed: of(Math.min(refund.amountMinor, owedMinor)), failed });
    }
    return { items, repaid };
  });
}

/** It was in the books as done, failed, and has not been paid from the bank. The rule of `recordRepayment`. */
export async function isOwing(ctx: TxContext, refund: Refund): Promise<boolean> {
  return (await isPosted(ctx, "refund_failed", refund.id)) && !(await isPosted(ctx, REPAID, refund.id));
}
