import { money } from "@stoa/kit";
import { coverPool } from "../../grants/index.ts";
import { type Order, takenFor } from "../../orders/index.ts";
import type { TxContext } from "../../platform/context.ts";

/** Sees to it that pools can give back the gifts among these parts of lines, in the order of the pools. */
export async function coverGifts(
  ctx: TxContext,
  order: Order,
  parts: readonly { lineId: string; netMinor: number }[],
  cause: string,
): Promise<void> {
  const { currency } = takenFor(order);
  const gifts = order.lines.flatMap(({ id, kind, subjectId: poolId }) => {
    const netMinor = parts.find((part) => part.lineId === id)?.netMinor ?? 0;
    return kind === "donation" && netMinor > 0 ? [{ poolId, amount: money(netMinor, currency), cause }] : [];
  });
  gifts.sort((a, b) => (a.poolId < b.poolId ? -1 : 1));
  for (const gift of gifts) await coverPool(ctx, gift);
}
