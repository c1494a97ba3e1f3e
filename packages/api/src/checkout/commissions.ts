import { addMs, DAY_MS, type Money } from "@stoa/kit";
import { accrueCommissions, isReferred } from "../affiliates/index.ts";
import { asTaken, type Order } from "../orders/index.ts";
import type { TxContext } from "../platform/context.ts";
import { settingNow } from "../settings/index.ts";
import type { Buyer } from "./buyer.ts";

/**
 * What the affiliate who brought an order earns with it: of each line, as it was really paid, without tax (B4). As long
 * as the buyer may give the purchase back, its money is not the seller's to share.
 */
export async function accrueForSale(ctx: TxContext, order: Order, buyer: Buyer, taken: Money): Promise<void> {
  if (!(await isReferred(ctx, order.id))) return;
  const sold = asTaken(order, taken);
  const paidAt = ctx.clock.now();
  const { withinDays } = await settingNow(ctx, "refundPolicy");
  await accrueCommissions(ctx, {
    orderId: order.id,
    buyer: { userId: buyer.userId, email: buyer.email },
    currency: taken.currency,
    lines: sold.lines.map(({ id, totalMinor, taxMinor }) => ({ lineId: id, netMinor: totalMinor - taxMinor })),
    paidAt,
    saleAvailableAt: addMs(paidAt, withinDays * DAY_MS),
  });
}
