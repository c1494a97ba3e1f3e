import { placeFrom } from "./carts.ts";
import { tellDomains } from "./domains.ts";
import { nameOf, type Price, type Start } from "./quote.ts";
import type { Line, Order, Shop } from "./shop.ts";

/** Time that must be left for an open order to be gone back to. */
const LEAST_LEFT_MS = 5 * 60_000;

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
  placeFrom(shop, placed.id, start.cart);
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
