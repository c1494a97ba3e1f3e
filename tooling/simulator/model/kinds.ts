import { courseRules } from "../kinds/course/rules.ts";
import { donationRules } from "../kinds/donation/rules.ts";
import type { Holder, Order, Shop } from "./shop.ts";

export interface Item {
  kind: string;
  id: string;
  /** What to give, where the buyer says it. */
  amount?: number;
}

/** What one of a kind costs. */
export interface Offer {
  price: number;
  currency: string;
}

/** What a kind of product adds to the rules of the shop; all else of a sale is the same for every kind. */
export interface KindRules {
  /** What some of it cost somebody now, in their order, or the code of the rule that refuses one of them. */
  offers(shop: Shop, items: readonly Item[], buyer: Holder): Offer[] | string;
  taxed: boolean;
  /** The account that its price without tax belongs to. */
  income(subject: string): string;
  /** Why what was ordered cannot be handed over; null when it can. */
  refusal(shop: Shop, holder: Holder, subject: string): string | null;
  /** Hands over what is paid for. */
  give(shop: Shop, holder: Holder, order: Order, subject: string): void;
  /** How much of it somebody has used; null for what buyers never give back by themselves. */
  usedPercent(shop: Shop, holder: Holder, subject: string): number | null;
  /** Sees to it that so much of its income can go back. */
  beforeUndo?(shop: Shop, subject: string, amount: number, currency: string): void;
  takeBack(shop: Shop, holder: Holder, order: Order, subject: string): void;
}

const RULES: Readonly<Record<string, KindRules>> = { course: courseRules, donation: donationRules };

export function rulesOf(kind: string): KindRules {
  const rules = RULES[kind];
  if (!rules) throw new Error(`the model has no rules for ${kind}`);
  return rules;
}
