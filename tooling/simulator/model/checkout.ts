import { allocate, share, taxWithin } from "@stoa/kit";
import { type Item, rulesOf } from "./kinds.ts";
import type { Line, Order, Shop } from "./shop.ts";

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
  country: string;
  /** Where the buyer wants to pay. */
  gateway: string;
  now: number;
}

export interface Price {
  lines: Line[];
  total: number;
  currency: string;
}

/** What a cart costs, or the code of the rule that refuses it. */
export function quote(shop: Shop, { user, email, items, country }: Start): Price | string {
  const offers: { price: number; currency: string }[] = [];
  for (const kind of new Set(items.map((item) => item.kind))) {
    const wanted = items.flatMap((item, at) => (item.kind === kind ? [{ id: item.id, at }] : []));
    const offered = rulesOf(kind).offers(
      shop,
      wanted.map(({ id }) => id),
      { user, email },
    );
    if (typeof offered === "string") return offered;
    for (const [at, offer] of offered.entries()) offers[wanted[at]?.at ?? 0] = offer;
  }
  if (new Set(items.map(nameOf)).size < items.length) return "same_item_twice";
  const [currency = ""] = offers.map((offer) => offer.currency);
  if (offers.some((offer) => offer.currency !== currency)) return "mixed_currencies";

  const { bps, mode } = TAX[country] ?? { bps: 0, mode: "inclusive" };
  const prices = offers.map((offer) => offer.price);
  const subtotal = prices.reduce((sum, price) => sum + price, 0);
  const tax = mode === "inclusive" ? taxWithin(subtotal, bps) : share(subtotal, bps);
  const taxes = tax === 0 ? prices.map(() => 0) : allocate(tax, prices);
  const onTop = mode === "exclusive" ? 1 : 0;
  const lines = items.map(({ kind, id: subject }, at): Line => {
    const [price = 0, part = 0] = [prices[at], taxes[at]];
    return { kind, subject, total: price + onTop * part, tax: part, given: false, back: false };
  });
  return { lines, total: subtotal + onTop * tax, currency };
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
  const own = (order: Order) =>
    start.user !== null
      ? order.user === start.user
      : order.user === null && order.email === start.email && shown(order);
  const open = [...shop.orders.values()].filter(
    (order) =>
      order.status === "pending" &&
      own(order) &&
      order.total === price.total &&
      order.currency === price.currency &&
      order.country === start.country &&
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
  shop.orders.set(placed.id, {
    ...price,
    ...placed,
    user,
    email,
    country,
    status: "pending",
    checkout: null,
    refunded: 0,
    invoice: null,
  });
}

/** The gateway's answer to the question for a page: where the order is paid, or a no for good. The first answer stands. */
export function open(shop: Shop, id: string, checkout: string | null): void {
  const order = shop.orders.get(id);
  if (checkout === null) cancel(shop, id);
  else if (order) order.checkout ??= checkout;
}

/** Nobody can pay any more. Members are told. With a checkout's name: only the order that is paid there. */
export function lapse(shop: Shop, id: string, checkout?: string): void {
  const order = shop.orders.get(id);
  if (order?.status !== "pending" || (checkout !== undefined && order.checkout !== checkout)) return;
  order.status = "expired";
  if (order.user !== null) shop.mails.add(`checkout-expired ${id}`);
}

/** The gateway will not take this order. */
function cancel(shop: Shop, id: string): void {
  const order = shop.orders.get(id);
  if (order?.status === "pending") order.status = "cancelled";
}
