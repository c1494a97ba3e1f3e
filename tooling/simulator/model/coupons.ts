import { allocate, share } from "@stoa/kit";
import type { DomainRules } from "./domains.ts";
import type { Holder, Line, Order, Shop } from "./shop.ts";

export interface Coupon {
  /** Taken off: a part, an amount; or what is left to pay. */
  discount: { kind: "percentage"; bps: number } | { kind: "amount" | "price"; amount: number; currency: string };
  /** The courses that it is for; null for all. */
  courses: readonly string[] | null;
  /** Whose alone it is. */
  holder: Holder | null;
  max: number | null;
  perPerson: number | null;
  endsAt: number | null;
  /** Whether a use counts no more once its order has gone back whole. */
  returns: boolean;
  status: "active" | "paused" | "ended";
}

/** A use of a coupon by an order. */
export interface Redemption extends Holder {
  coupon: string;
  order: string;
  status: "reserved" | "consumed" | "released" | "returned";
}

type Wanted = Pick<Line, "kind" | "subject"> & { price: number };

/** What the coupon of a code takes off each line of a cart, or null when it is not valid for this person and cart now. */
export function discountsOf(
  shop: Shop,
  code: string,
  buyer: Holder,
  cart: readonly Wanted[],
  currency: string,
): number[] | null {
  const coupon = shop.coupons.get(code);
  if (!coupon || !isOpen(shop, coupon) || !isFor(coupon, buyer)) return null;
  const uses = usesOf(shop, code);
  const own = uses.filter(isBy(buyer));
  // What somebody holds by an order of theirs does not count against them: they may be about to go on with it.
  const others = uses.length - own.filter((use) => use.status === "reserved").length;
  if (coupon.max !== null && others >= coupon.max) return null;
  if (coupon.perPerson !== null && own.filter((use) => use.status === "consumed").length >= coupon.perPerson)
    return null;
  const { discount } = coupon;
  if (discount.kind !== "percentage" && discount.currency !== currency) return null;

  const covered = ({ kind, subject }: Wanted) => kind === "course" && (coupon.courses?.includes(subject) ?? true);
  const weights = cart.map((line) => (covered(line) ? line.price : 0));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const off =
    discount.kind === "percentage"
      ? share(whole, discount.bps)
      : discount.kind === "amount"
        ? discount.amount
        : Math.max(0, whole - discount.amount);
  if (whole === 0 || off > whole) return null;
  return off === 0 ? cart.map(() => 0) : allocate(off, weights);
}

/** Whether a new order of this person still gets a use: now everything counts. */
export function isReservable(shop: Shop, code: string | null, buyer: Holder): boolean {
  if (code === null) return true;
  const coupon = shop.coupons.get(code);
  if (!coupon || !isOpen(shop, coupon) || !isFor(coupon, buyer)) return false;
  const uses = usesOf(shop, code);
  if (coupon.max !== null && uses.length >= coupon.max) return false;
  return coupon.perPerson === null || uses.filter(isBy(buyer)).length < coupon.perPerson;
}

export function endCoupon(shop: Shop, code: string): void {
  const coupon = shop.coupons.get(code);
  if (coupon) coupon.status = "ended";
}

/** A use is kept from the order on, used up by the sale, and free again when the order lapses or goes back whole. */
export const couponRules: DomainRules = {
  placed: reserve,
  released: (shop, order) => move(shop, order, "reserved", "released"),
  // Of an order that had lapsed the use may have gone elsewhere.
  refusal: (shop, order) =>
    findUse(shop, order, "reserved") || isReservable(shop, order.coupon, order) ? null : "fulfilment_refused",
  sold: (shop, order) => {
    if (!findUse(shop, order, "reserved")) reserve(shop, order);
    move(shop, order, "reserved", "consumed");
  },
  allBack: (shop, order) => {
    if (shop.coupons.get(order.coupon ?? "")?.returns) move(shop, order, "consumed", "returned");
  },
  lines: (shop) => [
    ...[...shop.coupons].map(([code, coupon]) => `coupon ${code} ${coupon.status} used ${usesOf(shop, code).length}`),
    ...shop.redemptions.map(({ coupon, order, status }) => `redemption ${coupon} of ${order} ${status}`),
  ],
};

function reserve(shop: Shop, { id, coupon, user, email }: Order): void {
  if (coupon !== null) shop.redemptions.push({ coupon, order: id, user, email, status: "reserved" });
}

function move(shop: Shop, order: Order, from: Redemption["status"], to: Redemption["status"]): void {
  const use = findUse(shop, order, from);
  if (use) use.status = to;
}

function findUse(shop: Shop, { id }: Order, status: Redemption["status"]): Redemption | undefined {
  return shop.redemptions.find((use) => use.order === id && use.status === status);
}

function usesOf(shop: Shop, code: string): Redemption[] {
  return shop.redemptions.filter((use) => use.coupon === code && ["reserved", "consumed"].includes(use.status));
}

function isOpen(shop: Shop, { status, endsAt }: Coupon): boolean {
  return status === "active" && (endsAt === null || shop.now < endsAt);
}

function isFor({ holder }: Coupon, { user, email }: Holder): boolean {
  if (holder === null) return true;
  return holder.user !== null && user !== null ? holder.user === user : holder.email === email;
}

function isBy({ user, email }: Holder): (use: Redemption) => boolean {
  return (use) => (user !== null && use.user === user) || use.email === email;
}
