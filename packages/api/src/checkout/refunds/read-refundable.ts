import { type Currency, found } from "@stoa/kit";
import type { Order } from "../../orders/index.ts";
import { hasOpenDispute, openRefundsOf, type Payment } from "../../payments/index.ts";
import type { TxContext } from "../../platform/context.ts";
import { findPaymentOfSale } from "../payment-entries.ts";
import { NothingToRefund } from "./errors.ts";
import type { SaleStanding } from "./plan-money-back.ts";
import { readStanding } from "./read-standing.ts";

/** What of an order can be refunded at this moment. */
export interface Refundable {
  orderId: string;
  payment: Payment;
  standing: SaleStanding;
  currency: Currency;
  /** What of the payment has not gone back and is not on its way. */
  leftMinor: number;
  onItsWayMinor: number;
  /** Lines that a refund on its way gives back. */
  onTheirWay: readonly string[];
  /** Whether the buyer's bank has the payment in dispute. */
  disputed: boolean;
}

/** Exact for whoever holds the order. Throws `NothingToRefund` for an order that no payment made a sale. */
export async function readRefundable(ctx: TxContext, order: Order): Promise<Refundable> {
  const payment = found(await findPaymentOfSale(ctx, order.id), () => new NothingToRefund(order.id));
  const standing = await readStanding(ctx, order, payment);
  const open = await openRefundsOf(ctx, payment);
  const onItsWayMinor = open.reduce((sum, refund) => sum + refund.amountMinor, 0);
  return {
    orderId: order.id,
    payment,
    standing,
    currency: payment.currency as Currency,
    leftMinor: Math.max(0, payment.amountMinor - payment.refundedMinor - onItsWayMinor),
    onItsWayMinor,
    onTheirWay: open.flatMap((refund) => refund.lineIds ?? []),
    disputed: await hasOpenDispute(ctx, payment),
  };
}
