import { together, withSavepoint } from "@stoa/db";
import { enqueue } from "@stoa/jobs";
import { type Money, money } from "@stoa/kit";
import {
  adoptOrder,
  asTaken,
  issueInvoice,
  markPaid,
  type Order,
  readSeller,
  stampLines,
  takeNumber,
  totalOf,
} from "../orders/index.ts";
import { announce } from "../platform/announce.ts";
import type { TxContext } from "../platform/context.ts";
import type { EventData } from "../platform/events.ts";
import type { Buyer } from "./buyer.ts";
import { accrueForSale } from "./commissions.ts";
import { FulfilmentRefused } from "./errors.ts";
import { redeemCoupon } from "./order-coupon.ts";
import { orderPaidFact } from "./order-paid-fact.ts";
import { productKind } from "./product-kind.ts";
import { claimLinkFor, sendReceipt } from "./send-receipt.ts";

/**
 * Hands over every line, or none: a savepoint takes back the lines before the one that refuses. Lines go in the order
 * of their subjects, so that two orders never wait for each other crosswise; the order's coupon is used up with them.
 * Gives the refusal.
 */
export async function fulfilLines(ctx: TxContext, order: Order, buyer: Buyer): Promise<FulfilmentRefused | null> {
  const lines = [...order.lines].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));
  try {
    await withSavepoint(ctx, async (inner) => {
      for (const line of lines) {
        await together([
          () => productKind(line.kind).fulfil(inner, order, line, buyer),
          () => stampLines(inner, [line.id], "fulfilledAt"),
        ]);
      }
      await redeemCoupon(inner, order);
    });
    return null;
  } catch (error) {
    if (error instanceof FulfilmentRefused) return error;
    throw error;
  }
}

/** Everything that makes an order paid once its lines are handed over and what was taken for it is in the books. */
export async function completeSale(
  ctx: TxContext,
  order: Order,
  buyer: Buyer,
  taken: Money = totalOf(order),
): Promise<void> {
  const paidAt = ctx.clock.now();
  const sold = asTaken(order, taken);
  const [seller, claimUrl] = await together([
    () => readSeller(ctx),
    () => claimLinkFor(ctx, order, buyer),
    () => adoptOrder(ctx, order, buyer.userId),
    () => enqueue(ctx, orderPaidFact, { orderId: order.id }),
    () => announce(ctx, "order.paid", paidOrder(sold, buyer)),
    () => accrueForSale(ctx, order, buyer, taken),
  ]);
  // Every other sale waits from here to the commit, so all else is done.
  const invoiceNumber = await takeNumber(ctx, "STOA", paidAt);
  await together([
    () => issueInvoice(ctx, sold, { number: invoiceNumber, seller, issuedAt: paidAt }),
    () => markPaid(ctx, order, { paidAt, invoiceNumber, taken }),
    () => sendReceipt(ctx, { order: sold, buyer, invoiceNumber, paidAt, claimUrl }),
  ]);
}

/** What other systems are told of it. */
function paidOrder(sold: Order, buyer: Buyer): EventData<"order.paid"> {
  return {
    orderId: sold.id,
    userId: buyer.userId,
    total: totalOf(sold),
    lines: sold.lines.map(({ id, kind, subjectId, quantity, totalMinor }) => ({
      lineId: id,
      kind,
      subjectId,
      quantity,
      total: money(totalMinor, sold.currency),
    })),
  };
}
