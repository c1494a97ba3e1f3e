import { contribute, freeIn, poolAccount } from "../../model/grants.ts";
import type { KindRules } from "../../model/kinds.ts";

/** A gift is the pool's from the moment it is paid; nothing is handed over, and no tax is due on it. */
export const donationRules: KindRules = {
  taxed: false,
  income: poolAccount,

  offers: (shop, items) => {
    const offers = items.flatMap(({ id, amount = 0 }) => {
      const pool = shop.grants.pools.get(id);
      return pool?.open ? [{ price: amount, currency: pool.currency }] : [];
    });
    return offers.length < items.length ? "pool_takes_no_gifts" : offers;
  },

  refusal: () => null,
  give: () => {},
  takeBack: () => {},
  usedPercent: () => null,

  /** What was spent of a gift or is promised, the platform puts in, so that the giver gets it back all the same. */
  beforeUndo: (shop, pool, amount, currency) => {
    const missing = amount - freeIn(shop, pool, currency);
    if (amount > 0 && missing > 0) contribute(shop, pool, missing, currency);
  },
};
