import { affiliateRules } from "./affiliates.ts";
import { cartRules } from "./carts.ts";
import { couponRules } from "./coupons.ts";
import { feeRules } from "./fees.ts";
import { grantRules } from "./grants.ts";
import { payoutRules } from "./payouts.ts";
import type { Line, Order, Shop } from "./shop.ts";

/**
 * What a domain beside the sale adds to the rules of the shop. Each moment of an order asks all of them, in the order of
 * the list; a domain says only what concerns it.
 */
export interface DomainRules {
  /** Its own facts, one line each, in the words in which its `picture` reads them from the database. */
  lines(shop: Shop): string[];
  placed?(shop: Shop, order: Order): void;
  /** The order will not be paid as it is: what was kept for it is free. */
  released?(shop: Shop, order: Order): void;
  /** Why what was ordered cannot be handed over; null when it can. */
  refusal?(shop: Shop, order: Order): string | null;
  /** It is handed over and its money is in the books. */
  sold?(shop: Shop, order: Order): void;
  /** Money of the sale went back; the lines say how much of them is undone. */
  undone?(shop: Shop, order: Order): void;
  /** The buyer does not have what a line gave any more. */
  lineBack?(shop: Shop, order: Order, line: Line): void;
  /** Nothing of the order is left. */
  allBack?(shop: Shop, order: Order): void;
  /** The sale is in dispute, or stands again; its status says which. */
  disputed?(shop: Shop, order: Order): void;
}

/** A domain that is played has its rules here, and its steps and its picture in `domains.ts` beside the steps. */
export const DOMAIN_RULES: readonly DomainRules[] = [
  couponRules,
  grantRules,
  affiliateRules,
  payoutRules,
  feeRules,
  cartRules,
];

type Moment = Exclude<keyof DomainRules, "lines" | "refusal" | "lineBack">;

/** Lets every domain follow what became of an order. */
export function tellDomains(shop: Shop, moment: Moment, order: Order): void {
  for (const rules of DOMAIN_RULES) rules[moment]?.(shop, order);
}
