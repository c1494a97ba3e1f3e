import { money } from "@stoa/kit";
import type { Context } from "../platform/context.ts";
import { takenFor } from "./as-taken.ts";
import { OrderNotFound } from "./errors.ts";
import { type Order, readOrder } from "./order.ts";
import { mayReadOrder, ownsOrder } from "./policy.ts";
import type { OrderView } from "./schemas.ts";

/** An order for its owner, for staff, or for the holder of its token. Throws `OrderNotFound` for all others alike. */
export async function getOrder(ctx: Context, orderId: string): Promise<OrderView> {
  return toView(await readableOrder(ctx, orderId));
}

/** The order itself, when the caller may read it; for verbs that go on with it. Throws `OrderNotFound`. */
export async function readableOrder(ctx: Context, orderId: string): Promise<Order> {
  const order = await readOrder(ctx, orderId);
  if (!mayReadOrder(ctx.actor, order, ctx.request?.orderToken ?? null)) throw new OrderNotFound(orderId);
  return order;
}

/** The order itself, for its buyer alone. Throws `OrderNotFound` for all others alike, staff too. */
export async function ownOrder(ctx: Context, orderId: string): Promise<Order> {
  const order = await readOrder(ctx, orderId);
  if (!ownsOrder(ctx.actor, order, ctx.request?.orderToken ?? null)) throw new OrderNotFound(orderId);
  return order;
}

function toView(order: Order): OrderView {
  const amount = (minor: number) => ({ amount: minor, currency: order.currency });
  const taken = takenFor(order);
  return {
    id: order.id,
    status: order.status,
    email: order.email,
    subtotal: amount(order.subtotalMinor),
    discount: amount(order.discountMinor),
    couponCode: order.couponCode,
    tax: {
      country: order.taxCountry,
      name: order.taxName,
      rateBps: order.taxRateBps,
      mode: order.taxMode,
      amount: amount(order.taxMinor),
    },
    total: amount(order.totalMinor),
    paid: order.settledMinor === null ? null : taken,
    refunded: money(order.refundedMinor, taken.currency),
    gateway: order.gateway,
    invoiceNumber: order.invoiceNumber,
    lines: order.lines.map((line) => ({
      lineId: line.id,
      kind: line.kind,
      id: line.subjectId,
      title: line.title,
      quantity: line.quantity,
      unit: amount(line.unitMinor),
      discount: amount(line.discountMinor),
      tax: amount(line.taxMinor),
      total: amount(line.totalMinor),
      fulfilledAt: line.fulfilledAt,
      reversedAt: line.reversedAt,
    })),
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
    paidAt: order.paidAt,
  };
}
