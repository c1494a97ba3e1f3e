import { mulDiv } from "@stoa/kit";
import { taxOf } from "./lines.ts";
import type { Payout } from "./payouts.ts";
import { type Line, move, type Order, type Shop } from "./shop.ts";

export interface Commission {
  order: string;
  subject: string;
  affiliate: string;
  currency: string;
  net: number;
  amount: number;
  remaining: number;
  availableAt: number;
  posted: boolean;
  /** What an open dispute keeps of it. */
  frozen: number;
}

export function payableOf(affiliate: string): string {
  return `affiliate/${affiliate}/payable`;
}

const OPEN: readonly Payout["status"][] = ["requested", "approved", "sending", "sent"];

const receivableOf = (affiliate: string) => `affiliate/${affiliate}/receivable`;

/** What open disputes, and payouts that are on their way, keep of what an affiliate is owed. */
export function reservedOf({ affiliates, payouts }: Shop, affiliate: string, currency: string): number {
  const own = (each: { affiliate: string; currency: string }) =>
    each.affiliate === affiliate && each.currency === currency;
  const frozen = affiliates.commissions.filter(own).reduce((sum, each) => sum + each.frozen, 0);
  const leaving = [...payouts.all.values()].filter((each) => own(each) && OPEN.includes(each.status));
  return leaving.reduce((sum, { amount }) => sum + amount, frozen);
}

/** What of an affiliate's balance nothing has been reserved of. */
export function availableOf(shop: Shop, affiliate: string, currency: string): number {
  const balance = 0 - (shop.balances.get(`${payableOf(affiliate)} ${currency}`) ?? 0);
  return balance - reservedOf(shop, affiliate, currency);
}

/** What the affiliate owes back is kept from it first, on the same day. */
export function post(shop: Shop, commissions: readonly Commission[]): void {
  const earned = commissions.filter(({ posted, remaining }) => !posted && remaining > 0);
  const [first] = earned;
  if (!first) return;
  const { affiliate, currency, availableAt } = first;
  const owed = shop.balances.get(`${receivableOf(affiliate)} ${currency}`) ?? 0;
  for (const each of earned) {
    move(shop, "affiliates/commissions", payableOf(affiliate), each.remaining, currency);
    shop.affiliates.later.push({ affiliate, currency, at: availableAt, amount: each.remaining });
    each.posted = true;
  }
  const netted = Math.min(
    owed,
    earned.reduce((sum, each) => sum + each.remaining, 0),
  );
  move(shop, payableOf(affiliate), receivableOf(affiliate), netted, currency);
  shop.affiliates.later.push({ affiliate, currency, at: availableAt, amount: -netted });
}

/** A commission is worth what is left of its line; what was paid out of it already is owed. */
export function clawBack(shop: Shop, order: Order, commissions: readonly Commission[]): void {
  const taken = commissions.flatMap((commission) => {
    const line = order.lines.find(({ subject }) => subject === commission.subject);
    const left = line ? mulDiv(commission.amount, clamp(netLeftOf(line), commission.net), commission.net) : 0;
    return left < commission.remaining ? [{ commission, left, wasFrozen: commission.frozen > 0 }] : [];
  });
  thaw(
    shop,
    taken.map(({ commission }) => commission),
  );
  for (const { commission, left } of taken) {
    if (commission.posted) takeFrom(shop, commission, commission.remaining - left);
    commission.remaining = left;
  }
  freeze(
    shop,
    taken.flatMap(({ commission, wasFrozen }) => (wasFrozen ? [commission] : [])),
  );
}

function takeFrom(shop: Shop, { affiliate, currency, availableAt }: Commission, amount: number): void {
  const borne = Math.min(amount, Math.max(0, availableOf(shop, affiliate, currency)));
  move(shop, payableOf(affiliate), "affiliates/commissions", borne, currency);
  move(shop, receivableOf(affiliate), "affiliates/commissions", amount - borne, currency);
  shop.affiliates.later.push({ affiliate, currency, at: availableAt, amount: -borne });
}

function netLeftOf(line: Line): number {
  return line.sold.total - line.sold.tax - (line.undone - taxOf(line, line.undone));
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** Kept as far as the balance bears it; what was paid out before cannot be. */
export function freeze(shop: Shop, commissions: readonly Commission[]): void {
  for (const commission of commissions) {
    if (!commission.posted || commission.frozen > 0) continue;
    const { affiliate, currency, availableAt: at } = commission;
    commission.frozen = Math.max(0, Math.min(commission.remaining, availableOf(shop, affiliate, currency)));
    shop.affiliates.later.push({ affiliate, currency, at, amount: -commission.frozen });
  }
}

export function thaw(shop: Shop, commissions: readonly Commission[]): void {
  for (const commission of commissions) {
    const { affiliate, currency, availableAt: at, frozen: amount } = commission;
    if (amount > 0) shop.affiliates.later.push({ affiliate, currency, at, amount });
    commission.frozen = 0;
  }
}
