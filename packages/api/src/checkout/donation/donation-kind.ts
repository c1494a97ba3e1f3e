import { openPools } from "../../grants/index.ts";
import type { Context } from "../../platform/context.ts";
import { DonationNeedsAmount, PoolTakesNoGifts, QuantityNotOffered } from "../errors.ts";
import type { Offer, ProductKind, TakenBack, Wish } from "../product-kind.ts";

/**
 * A gift to a pool of grants, of what the giver likes. The entry of the sale puts it into the pool, so nothing is handed
 * over and nothing taken back. No tax is due on it, and no coupon lowers it.
 */
export const donationKind: ProductKind = {
  quote: quoteGifts,
  reserve: async () => {},
  release: async () => {},
  fulfil: async () => {},
  foresee: async (_, lines) => new Map(lines.map(({ id }): [string, TakenBack] => [id, NOTHING])),
  reverse: async () => {},
  usedPercent: async () => null,
};

const NOTHING: TakenBack = { keptByAnother: false, enrolmentIds: [], inLms: false };

async function quoteGifts(ctx: Context, wishes: readonly Wish[]): Promise<Offer[]> {
  const pools = await openPools(ctx);
  return wishes.map((wish): Offer => {
    const pool = pools.find(({ id }) => id === wish.id);
    if (!pool) throw new PoolTakesNoGifts(wish.id);
    if (wish.quantity !== 1) throw new QuantityNotOffered("donation");
    if (
      wish.amount?.currency !== pool.currency ||
      wish.amount.amount < LEAST_MINOR ||
      wish.amount.amount > MOST_MINOR
    ) {
      throw new DonationNeedsAmount({ currency: pool.currency, leastMinor: LEAST_MINOR, mostMinor: MOST_MINOR });
    }
    return {
      kind: "donation",
      subjectId: pool.id,
      title: pool.name,
      path: "/donate",
      sellerId: null,
      quantity: 1,
      unit: wish.amount,
      taxed: false,
    };
  });
}

/** Less is eaten by the gateway's fee; more is a slip of the finger, or a talk with a person first. */
const LEAST_MINOR = 100;
const MOST_MINOR = 10_000_000;
