import { DAY_MS } from "@stoa/kit";
import { discountsOf } from "./coupons.ts";
import type { DomainRules } from "./domains.ts";
import { rulesOf } from "./kinds.ts";
import type { Holder, Order, Shop } from "./shop.ts";

/** A course that somebody means to buy, with what it cost when it was put in last. */
export interface InCart {
  seen: number;
  currency: string;
  at: number;
}

export interface Cart {
  /** Null for a visitor's, who holds its token. */
  user: string | null;
  /** By course. */
  lines: Map<string, InCart>;
  coupon: string | null;
  usedAt: number;
}

export interface Carts {
  all: Map<string, Cart>;
  /** The carts that orders were placed from. */
  origins: Map<string, string>;
}

export const noCarts = (): Carts => ({ all: new Map(), origins: new Map() });

/** Whose cart is asked for: an account's own, else the one whose token the browser shows. */
export interface CartHolder extends Holder {
  shown: string | null;
}

const FORGOTTEN_AFTER = { visitors: 30 * DAY_MS, accounts: 180 * DAY_MS };

export function cartOf({ carts }: Shop, { user, shown }: CartHolder): [string, Cart] | null {
  if (user !== null) return [...carts.all].find(([, cart]) => cart.user === user) ?? null;
  const cart = carts.all.get(shown ?? "");
  return shown !== null && cart?.user === null ? [shown, cart] : null;
}

/** Whether an account's cart or the one that a browser shows has anything in it. */
export function holdsSomething({ carts }: Shop, user: string | null, shown: string | null): boolean {
  return [...carts.all].some(
    ([id, cart]) => cart.lines.size > 0 && (id === shown || (user !== null && cart.user === user)),
  );
}

/** The price of a course for somebody now, or the code of the rule that refuses it. */
export function offerOf(shop: Shop, buyer: Holder, course: string): { price: number; currency: string } | string {
  const offers = rulesOf("course").offers(shop, [{ kind: "course", id: course }], buyer);
  return typeof offers === "string" ? offers : (offers[0] ?? "course_not_for_sale");
}

function cartOrNew(shop: Shop, holder: CartHolder, made: string | null): Cart | null {
  const own = cartOf(shop, holder);
  if (own === null && made === null) return null;
  const cart: Cart = own?.[1] ?? { user: holder.user, lines: new Map(), coupon: null, usedAt: shop.now };
  shop.carts.all.set(own?.[0] ?? made ?? "", cart);
  cart.usedAt = shop.now;
  return cart;
}

/** `made` names the cart that comes of it, when there was none. */
export function putIn(shop: Shop, holder: CartHolder, course: string, made: string | null): void {
  const offer = offerOf(shop, holder, course);
  if (typeof offer === "string") return;
  const { price: seen, currency } = offer;
  cartOrNew(shop, holder, made)?.lines.set(course, { seen, currency, at: shop.now });
}

export function takeOut(shop: Shop, holder: CartHolder, course: string): void {
  const [, cart] = cartOf(shop, holder) ?? [];
  cart?.lines.delete(course);
  if (cart) cart.usedAt = shop.now;
}

/** What a code takes off what is for sale in a cart, a sum a currency; none when it is not valid. */
export function discountsOn(shop: Shop, holder: CartHolder, code: string): string[] {
  const [, cart] = cartOf(shop, holder) ?? [];
  const offers = [...(cart?.lines.keys() ?? [])].flatMap((subject) => {
    const offer = offerOf(shop, holder, subject);
    return typeof offer === "string" ? [] : [{ kind: "course", subject, ...offer }];
  });
  return [...Map.groupBy(offers, ({ currency }) => currency)].flatMap(([currency, together]) => {
    const taken = discountsOf(shop, code, holder, together, currency);
    return taken === null ? [] : [`${taken.reduce((sum, each) => sum + each, 0)} ${currency}`];
  });
}

/** A code is kept when it is valid for what is in the cart now; null forgets it. */
export function keepCode(shop: Shop, holder: CartHolder, code: string | null): void {
  const [, cart] = cartOf(shop, holder) ?? [];
  if (!cart || (code !== null && discountsOn(shop, holder, code).length === 0)) return;
  Object.assign(cart, { coupon: code, usedAt: shop.now });
}

/** A visitor's cart becomes part of the account's; what is in both stays as it was put in last. */
export function merge(shop: Shop, holder: CartHolder, made: string | null): void {
  const { all, origins } = shop.carts;
  const visitors = all.get(holder.shown ?? "");
  if (holder.user === null || holder.shown === null || visitors?.user !== null) return;
  const own = cartOrNew(shop, holder, made);
  const [id = ""] = cartOf(shop, holder) ?? [];
  for (const [course, line] of visitors.lines) {
    if (line.at > (own?.lines.get(course)?.at ?? 0)) own?.lines.set(course, line);
  }
  if (own && visitors.coupon !== null) own.coupon = visitors.coupon;
  for (const [order, cart] of origins) if (cart === holder.shown) origins.set(order, id);
  all.delete(holder.shown);
}

/** Whoever places an order while their browser holds a visitor's cart, places it from there. */
export function placeFrom({ carts }: Shop, order: string, shown: string | null): void {
  if (shown !== null && carts.all.get(shown)?.user === null) carts.origins.set(order, shown);
}

/** What was bought leaves the cart that it came from and the account's own, and so does the code that was used. */
export function removeBought({ carts }: Shop, order: Order): void {
  const origin = carts.origins.get(order.id);
  for (const [id, cart] of carts.all) {
    if (id !== origin && (order.user === null || cart.user !== order.user)) continue;
    for (const { kind, subject } of order.lines) if (kind === "course") cart.lines.delete(subject);
    if (cart.coupon === order.coupon) cart.coupon = null;
  }
}

/** Those that nobody has touched for long. */
export function forgetOld({ carts, now }: Shop): void {
  for (const [id, { user, usedAt }] of carts.all) {
    if (usedAt >= now - (user === null ? FORGOTTEN_AFTER.visitors : FORGOTTEN_AFTER.accounts)) continue;
    carts.all.delete(id);
    for (const [order, cart] of carts.origins) if (cart === id) carts.origins.delete(order);
  }
}

/** What becomes of an order reaches the carts only by the job that follows the sale. */
export const cartRules: DomainRules = {
  lines: ({ carts }) => [
    ...[...carts.all].map(
      ([id, { user, coupon, usedAt }]) =>
        `cart ${id} of ${user ?? "a visitor"} with ${coupon ?? "no code"} used ${usedAt}`,
    ),
    ...[...carts.all].flatMap(([id, { lines }]) =>
      [...lines].map(([course, { seen, currency }]) => `in cart ${id} ${course} ${seen} ${currency}`),
    ),
    ...[...carts.origins].map(([order, cart]) => `order ${order} is from ${cart}`),
  ],
};
