import { withTransaction } from "@stoa/db";
import { addMs, HOUR_MS, type Money } from "@stoa/kit";
import { attributeOrder } from "../affiliates/index.ts";
import { quoteOrder, settlePayment, type Wish } from "../checkout/index.ts";
import { lockOrder, placeOrder } from "../orders/index.ts";
import type { Context } from "../platform/context.ts";

export interface SeededSale {
  orderId: string;
  paymentId: string;
  total: Money;
}

/**
 * A guest's purchase as it would have gone, with the payment told as its gateway tells it: nobody can be asked while the
 * seed runs. The sandbox knows nothing of these payments, so a reconciliation of their days finds them on our side alone.
 */
export async function seedSale(ctx: Context, sale: { wish: Wish; email: string }): Promise<SeededSale> {
  const buyer = { userId: null, email: sale.email, address: sale.email, name: null, country: null };
  const priced = await quoteOrder(ctx, {
    wishes: [sale.wish],
    buyer: { ...buyer, locale: "en", timeZone: "UTC" },
    country: null,
  });
  const orderId = await withTransaction(ctx, async (tx) => {
    const expiresAt = addMs(ctx.clock.now(), HOUR_MS);
    const placed = await placeOrder(tx, {
      priced,
      ...buyer,
      email: sale.email,
      locale: "en",
      gateway: "stripe",
      expiresAt,
    });
    await attributeOrder(tx, { order: await lockOrder(tx, placed.orderId) });
    return placed.orderId;
  });
  const total = { amount: priced.totalMinor, currency: priced.currency };
  const paymentId = `pi_seed_${orderId.slice(4)}`;
  const occurredAt = ctx.clock.now();
  await settlePayment(ctx, {
    gateway: "stripe",
    checkoutId: null,
    whenUnknown: "wait",
    payment: { paymentId, orderId, status: "succeeded", amount: total, amountRefunded: 0, occurredAt, fee: null },
  });
  return { orderId, paymentId, total };
}
