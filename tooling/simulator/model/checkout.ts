import { allocate, share, taxWithin } from "@stoa/kit";
import { discountsOf } from "./coupons.ts";
import { tellDomains } from "./domains.ts";
import { type Item, type Offer, rulesOf } from "./kinds.ts";
import type { Holder, Line, Order, Shop } from "./shop.ts";

/** The rates that the simulation buys under; basis points. */
export const TAX: Record<string, { bps: number; mode: "inclusive" | "exclusive" }> = {
  ZZ: { bps: 0, mode: "inclusive" },
  DE: { bps: 1900, mode: "inclusive" },
  IN: { bps: 1800, mode: "inclusive" },
  US: { bps: 0, mode: "exclusive" },
  CA: { bps: 500, mode: "exclusive" },
};

/** Time that must be left for an open order to be gone back to. */
const LEAST_LEFT_MS = 5 * 60_000;

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

function nameOf({ kind, id }: Item): string {
  return `${kind} ${id}`;
}

/** The buyer's own open order of the same cart at the same price and, where there is something to pay, gateway; the newest. */
export function openOrder(shop: Shop, start: Start, price: Price): Order | null {
  const cart = (lines: readonly Line[]) =>
    lines
      .map(({ kind, subject }) => nameOf({ kind, id: subject }))
      .sort()
      .join();
  const shown = (order: Order) => (start.noted === null ? order.token === start.token : order.id === start.noted);
  const own = (order: Order) => (start.user !== null ? order.user === start.user : order.user === null && shown(order));
  const open = [...shop.orders.values()].filter(
    (order) =>
      order.status === "pending" &&
      own(order) &&
      order.email === start.email &&
      order.total === price.total &&
      order.currency === price.currency &&
      order.country === start.country &&
      order.coupon === price.coupon &&
      (price.total === 0 || order.gateway === start.gateway) &&
      order.expiresAt > start.now + LEAST_LEFT_MS &&
      cart(order.lines) === cart(price.lines),
  );
  return open.at(-1) ?? null;
}

export function place(
  shop: Shop,
  start: Start,
  price: Price,
  placed: Pick<Order, "id" | "token" | "gateway" | "expiresAt">,
): void {
  const { user, email, country } = start;
  const order: Order = {
    ...structuredClone(price),
    ...placed,
    user,
    email,
    country,
    status: "pending",
    checkout: null,
    refunded: 0,
    paidAt: null,
    invoice: null,
  };
  shop.orders.set(placed.id, order);
  tellDomains(shop, "placed", order);
}

/** The gateway's answer to the question for a page: where the order is paid, or a no for good. The first answer stands. */
export function open(shop: Shop, id: string, checkout: string | null): void {
  const order = shop.orders.get(id);
  if (checkout === null) cancel(shop, id);
  else if (order) order.checkout ??= checkout;
}

export interface Lapse {
  /** Its time is over; or its buyer has replaced it by another, and needs no mail. */
  why?: "over" | "replaced";
  /** Only if it is paid at this checkout. */
  checkout?: string;
}

/** Nobody can pay any more. Members are told. */
export function lapse(shop: Shop, id: string, { why = "over", checkout }: Lapse = {}): void {
  const order = shop.orders.get(id);
  if (order?.status !== "pending" || (checkout !== undefined && order.checkout !== checkout)) return;
  order.status = "expired";
  tellDomains(shop, "released", order);
  if (order.user !== null && why === "over") shop.mails.add(`checkout-expired ${id}`);
}

/** The gateway will not take this order. */
function cancel(shop: Shop, id: string): void {
  const order = shop.orders.get(id);
  if (order?.status !== "pending") return;
  order.status = "cancelled";
  tellDomains(shop, "released", order);
}
