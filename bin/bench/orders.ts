import { settlePayment } from "@stoa/api/checkout/index";
import { reserveRedemption } from "@stoa/api/coupons/index";
import { courseForSale } from "@stoa/api/courses/index";
import { type NewOrder, type PricedOrder, placeOrder } from "@stoa/api/orders/index";
import type { Context } from "@stoa/api/platform/context";
import { withTransaction } from "@stoa/db";
import { taxWithin } from "@stoa/kit";

const HOUR_MS = 3_600_000;
const TAX_BPS = 1_900;

/** A coupon of a bench's own, and what it takes off the seeded course. */
export interface BenchCoupon {
  id: string;
  code: string;
  discountMinor: number;
}

/**
 * Pending orders of one seeded course, each by a guest of its own, written by the product's own verbs; with a coupon, a use
 * of it is reserved for each.
 */
export async function pendingOrders(
  ctx: Context,
  count: number,
  label: string,
  coupon: BenchCoupon | null = null,
): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index++)
    ids.push(await pendingOrder(ctx, `${label}-${index}@example.com`, coupon));
  return ids;
}

/** One of them, by whoever is given. Throws `CouponNotValid`, and leaves no order then. */
export async function pendingOrder(ctx: Context, email: string, coupon: BenchCoupon | null): Promise<string> {
  const priced = await pricedOrder(ctx, coupon);
  const order = {
    priced,
    userId: null,
    email,
    locale: "en",
    gateway: priced.totalMinor === 0 ? null : "stripe",
    expiresAt: new Date(Date.now() + HOUR_MS),
  } as const;
  return withTransaction(ctx, async (tx) => {
    const { orderId } = await placeOrder(tx, order);
    if (coupon) await reserveRedemption(tx, couponed(order, orderId, coupon));
    return orderId;
  });
}

function couponed({ email, priced }: NewOrder, id: string, { id: couponId, discountMinor }: BenchCoupon) {
  return { id, couponId, discountMinor, userId: null, emailNormalised: email, currency: priced.currency };
}

async function pricedOrder(ctx: Context, coupon: BenchCoupon | null): Promise<PricedOrder> {
  const course = await courseForSale(ctx, "double-entry-for-makers");
  const { amount, currency } = course.price;
  const discountMinor = coupon?.discountMinor ?? 0;
  const totalMinor = amount - discountMinor;
  const taxMinor = taxWithin(totalMinor, TAX_BPS);
  const line = {
    kind: "course",
    subjectId: course.id,
    title: course.title,
    quantity: 1,
    unitMinor: amount,
    discountMinor,
    taxMinor,
    totalMinor,
  } as const;
  return {
    currency,
    lines: [line],
    subtotalMinor: amount,
    discountMinor,
    taxMinor,
    totalMinor,
    coupon: coupon && { id: coupon.id, code: coupon.code },
    tax: { country: "DE", name: "VAT", rateBps: TAX_BPS, mode: "inclusive" },
  };
}

/** Settles an order as the webhook's job does. */
export async function settleOrder(ctx: Context, orderId: string, amountMinor: number): Promise<void> {
  const { outcome } = await settlePayment(ctx, {
    gateway: "stripe",
    checkoutId: null,
    whenUnknown: "wait",
    payment: {
      paymentId: `pi_${orderId}`,
      orderId,
      status: "succeeded",
      amount: { amount: amountMinor, currency: "EUR" },
      amountRefunded: 0,
      occurredAt: new Date(),
      fee: null,
    },
  });
  if (outcome !== "paid") throw new Error(`${orderId} ended as ${outcome}`);
}
