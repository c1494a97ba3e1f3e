import { removeBought } from "../carts/index.ts";
import type { TxContext } from "../platform/context.ts";
import { notifyBuyer } from "./notify-buyer.ts";

/** What follows from a paid order inside Stoa and need not be there with it: the bell, the figures, the empty cart. */
export async function followUpSale(ctx: TxContext, orderId: string): Promise<void> {
  await notifyBuyer(ctx, orderId);
  await removeBought(ctx, orderId);
}
