import { together, withTransaction } from "@stoa/db";
import { equals, minor } from "@stoa/kit";
import { postEntry } from "@stoa/ledger";
import type { GatewayName, PaymentSnapshot } from "@stoa/payments";
import { findOrderByCheckout, type Order, OrderNotFound, PAYABLE, totalOf } from "../orders/index.ts";
import { type Payment, recordSucceededPayment } from "../payments/index.ts";
import type { Context, TxContext } from "../platform/context.ts";
import { type Buyer, buyerOfOrder } from "./buyer.ts";
import { completeSale, fulfilLines } from "./complete-sale.ts";
import { OrderNotKnownYet } from "./errors.ts";
import { type HoldReason, holdPayment } from "./hold-payment.ts";
import { lockOrderWithBuyer } from "./lock-order-with-buyer.ts";
import { salePostings } from "./postings.ts";

/** A payment that a gateway says has succeeded: told by a signed event, or read from the gateway. */
export interface SucceededPayment {
  gateway: GatewayName;
  checkoutId: string | null;
  payment: PaymentSnapshot;
  /** What to do when no such order is here: wait for its commit, or give up waiting and hold the money. */
  whenUnknown: "wait" | "hold";
}

export interface Settlement {
  outcome: "paid" | "held" | "settled_before" | "not_ours";
  orderId: string | null;
}

/**
 * The verb that makes a payment true, called alike by webhook, return page and reconciler. In one transaction: lock,
 * compare, pending → paid, hand over each line, write the books, number the invoice, write audit and outbox. A payment
 * has its effect once, by (gateway, payment), however many messages tell of it and whoever calls. What differs from what
 * was asked is held for review and grants nothing (M3). Throws `OrderNotKnownYet` while told to wait.
 */
export async function settlePayment(ctx: Context, told: SucceededPayment): Promise<Settlement> {
  return withTransaction(ctx, async (tx) => {
    const order = await lockOrderOf(tx, told);
    if (order === "not_ours") return { outcome: "not_ours", orderId: null };
    if (order === "unknown") {
      if (told.whenUnknown === "wait") throw new OrderNotKnownYet(told.payment.orderId ?? "");
      return holdForUnknownOrder(tx, told);
    }
    // One correlation id from the browser that started the checkout to the last call that follows from it.
    const orderCtx = { ...tx, correlationId: order.correlationId };
    const [{ payment, first }, buyer] = await together([
      () => recordSucceededPayment(orderCtx, told.gateway, told.payment, order.id),
      () => buyerOfOrder(orderCtx, order),
    ]);
    if (!first) return { outcome: "settled_before", orderId: order.id };
    const outcome = await settleFirst(orderCtx, { order, buyer, payment, told });
    return { outcome, orderId: order.id };
  });
}

interface Sale {
  order: Order;
  buyer: Buyer;
  payment: Payment;
  told: SucceededPayment;
}

async function settleFirst(ctx: TxContext, { order, buyer, payment, told }: Sale): Promise<"paid" | "held"> {
  const differs = differenceOf(order, told);
  if (differs) return holdPayment(ctx, { order, payment, ...differs });
  const refused = await fulfilLines(ctx, order, buyer);
  if (refused) {
    const reason = order.status === "expired" ? "paid_after_expiry" : refused.reason;
    return holdPayment(ctx, { order, payment, reason, details: { refused: refused.reason, ...refused.details } });
  }
  await postEntry(ctx, {
    kind: "payment_settled",
    subject: payment.id,
    effectiveAt: payment.occurredAt,
    transfers: salePostings(order, { gateway: told.gateway, amount: told.payment.amount }),
  });
  await completeSale(ctx, order, buyer);
  return "paid";
}

interface Difference {
  reason: HoldReason;
  details: Record<string, unknown>;
}

/** How what came differs from what was asked; null when it does not. */
function differenceOf(order: Order, told: SucceededPayment): Difference | null {
  const asked = totalOf(order);
  const came = told.payment.amount;
  const details = { asked, came, gateway: told.gateway, orderStatus: order.status };
  if (!PAYABLE.includes(order.status)) {
    return { reason: order.status === "cancelled" ? "paid_after_expiry" : "paid_twice", details };
  }
  if (order.status === "review") return { reason: "paid_twice", details };
  if (came.currency !== asked.currency) return { reason: "currency_mismatch", details };
  if (!equals(asked, came) || order.gateway !== told.gateway) return { reason: "amount_mismatch", details };
  return null;
}

/**
 * Finds the order by the id the gateway carried for us, else by the checkout, and locks its buyer, then the order.
 * `not_ours`: a payment of the same gateway account that has nothing to do with Stoa.
 */
async function lockOrderOf(ctx: TxContext, told: SucceededPayment): Promise<Order | "unknown" | "not_ours"> {
  const byCheckout = told.checkoutId ? await findOrderByCheckout(ctx, told.gateway, told.checkoutId) : null;
  const orderId = told.payment.orderId ?? byCheckout?.id ?? null;
  if (orderId === null || !orderId.startsWith("ord_")) return "not_ours";
  try {
    return await lockOrderWithBuyer(ctx, orderId);
  } catch (error) {
    if (error instanceof OrderNotFound) return "unknown";
    throw error;
  }
}

/** Money that names an order of ours which is not here: it is in the books all the same, and people look at it. */
async function holdForUnknownOrder(ctx: TxContext, told: SucceededPayment): Promise<Settlement> {
  const { payment, first } = await recordSucceededPayment(ctx, told.gateway, told.payment, null);
  if (!first) return { outcome: "settled_before", orderId: null };
  const details = { orderId: told.payment.orderId, gateway: told.gateway, came: minor(told.payment.amount.amount) };
  await holdPayment(ctx, { order: null, payment, reason: "unknown_order", details });
  return { outcome: "held", orderId: null };
}
