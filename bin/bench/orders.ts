import { settlePayment } from "@stoa/api/checkout/index";
import { courseForSale } from "@stoa/api/courses/index";
import { placeOrder } from "@stoa/api/orders/index";
import type { Context } from "@stoa/api/platform/context";
import { withTransaction } from "@stoa/db";
import { taxWithin } from "@stoa/kit";

const HOUR_MS = 3_600_000;
const TAX_BPS = 1_900;

/** Pending orders of one seeded course, each by a guest of its own, written by the product's own verb. */
export async function pendingOrders(ctx: Context, count: number, label: string): Promise<string[]> {
  const course = await courseForSale(ctx, "double-entry-for-makers");
  const { amount, currency } = course.price;
  const taxMinor = taxWithin(amount, TAX_BPS);
  const line = {
    kind: "course",
    subjectId: course.id,
    title: course.title,
    quantity: 1,
    unitMinor: amount,
    discountMinor: 0,
    taxMinor,
    totalMinor: amount,
  } as const;
  const priced = {
    currency,
    lines: [line],
    subtotalMinor: amount,
    discountMinor: 0,
    taxMinor,
    totalMinor: amount,
    coupon: null,
    tax: { country: "DE", name: "VAT", rateBps: TAX_BPS, mode: "inclusive" },
  } as const;
  const ids: string[] = [];
  for (let index = 0; index < count; index++) {
    const order = {
      priced,
      userId: null,
      email: `${label}-${index}@example.com`,
      locale: "en",
      gateway: "stripe",
      expiresAt: new Date(Date.now() + HOUR_MS),
    } as const;
    const { orderId } = await withTransaction(ctx, (tx) => placeOrder(tx, order));
    ids.push(orderId);
  }
  return ids;
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
