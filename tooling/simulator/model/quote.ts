import { allocate, share, taxWithin } from "@stoa/kit";
import { discountsOf } from "./coupons.ts";
import { type Item, type Offer, rulesOf } from "./kinds.ts";
import type { Holder, Line, Shop } from "./shop.ts";

/** The rates that the simulation buys under; basis points. */
export const TAX: Record<string, { bps: number; mode: "inclusive" | "exclusive" }> = {
  ZZ: { bps: 0, mode: "inclusive" },
  DE: { bps: 1900, mode: "inclusive" },
  IN: { bps: 1800, mode: "inclusive" },
  US: { bps: 0, mode: "exclusive" },
  CA: { bps: 500, mode: "exclusive" },
};

export interface Start {
  /** Null for a guest. */
  user: string | null;
  email: string;
  /** The token of an order that a guest shows. */
  token: string | null;
  /** The order that an earlier try of the same keyed call had placed before it died. */
  noted: string | null;
  items: Item[];
  coupon: string | null;
  country: string;
  /** What they were shown: for nothing else is anything started. */
  expected: { amount: number; currency: string } | null;
  /** The cart whose token their browser holds. */
  cart: string | null;
  /** Where the buyer wants to pay. */
  gateway: string;
  now: number;
}

export interface Price {
  lines: Line[];
  total: number;
  currency: string;
  coupon: string | null;
}

/** What a cart costs, or the code of the rule that refuses it. */
export function quote(shop: Shop, { user, email, items, coupon, country }: Start): Price | string {
  const offers = offersOf(shop, items, { user, email });
  if (typeof offers === "string") return offers;
  if (new Set(items.map(nameOf)).size < items.length) return "same_item_twice";
  const [currency = ""] = offers.map((offer) => offer.currency);
  if (offers.some((offer) => offer.currency !== currency)) return "mixed_currencies";
  const cart = items.map(({ kind, id }, at) => ({ kind, subject: id, price: offers[at]?.price ?? 0 }));
  const discounts = coupon === null ? [] : discountsOf(shop, coupon, { user, email }, cart, currency);
  if (discounts === null) return "coupon_not_valid";

  const { bps, mode } = TAX[country] ?? { bps: 0, mode: "inclusive" };
  const lefts = cart.map(({ price }, at) => price - (discounts[at] ?? 0));
  const taxed = lefts.map((left, at) => (rulesOf(cart[at]?.kind ?? "").taxed ? left : 0));
  const base = taxed.reduce((sum, left) => sum + left, 0);
  const tax = mode === "inclusive" ? taxWithin(base, bps) : share(base, bps);
  const taxes = tax === 0 ? [] : allocate(tax, taxed);
  const onTop = mode === "exclusive" ? 1 : 0;
  const lines = cart.map(({ kind, subject }, at): Line => {
    const part = taxes[at] ?? 0;
    const total = (lefts[at] ?? 0) + onTop * part;
    const discount = discounts[at] ?? 0;
    return {
      kind,
      subject,
      discount,
      total,
      tax: part,
      sold: { total, tax: part },
      undone: 0,
      given: false,
      back: false,
    };
  });
  return { lines, total: lines.reduce((sum, line) => sum + line.total, 0), currency, coupon };
}

/** Whether it costs what the buyer was shown. */
export function isAsShown({ expected }: Start, { total, currency }: Price): boolean {
  return expected === null || (expected.amount === total && expected.currency === currency);
}

/** What each costs, in the order of the cart, or the code of the rule that refuses one. */
function offersOf(shop: Shop, items: readonly Item[], buyer: Holder): Offer[] | string {
  const offers: Offer[] = [];
  for (const kind of new Set(items.map((item) => item.kind))) {
    const wanted = items.flatMap((item, at) => (item.kind === kind ? [{ item, at }] : []));
    const found = rulesOf(kind).offers(
      shop,
      wanted.map(({ item }) => item),
      buyer,
    );
    if (typeof found === "string") return found;
    for (const [at, offer] of found.entries()) offers[wanted[at]?.at ?? 0] = offer;
  }
  return offers;
}

export function nameOf({ kind, id }: Item): string {
  return `${kind} ${id}`;
}
