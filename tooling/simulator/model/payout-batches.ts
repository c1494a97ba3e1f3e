import { gatewayOf, releasedOf, unitsOf, whyNotPayOut } from "./payouts.ts";
import type { Shop } from "./shop.ts";

/** Everybody who can be paid out in a currency. */
export function payeesOf(shop: Shop, currency: string): string[] {
  return [...shop.affiliates.members.keys()].filter((each) => whyNotPayOut(shop, each, currency) === null);
}

/** One payout for each of them; the sum decides whether a second person has to look. Ids by affiliate. */
export function makeBatch(
  shop: Shop,
  batch: string,
  { currency, askedBy, ids }: { currency: string; askedBy: string | null; ids: ReadonlyMap<string, string> },
): void {
  const wishes = payeesOf(shop, currency).map((affiliate) => ({
    affiliate,
    amount: releasedOf(shop, affiliate, currency),
  }));
  const total = wishes.reduce((sum, { amount }) => sum + amount, 0);
  const status = total > unitsOf(shop.payouts.rules.approvalAbove, currency) ? "requested" : "approved";
  for (const { affiliate, amount } of wishes) {
    shop.payouts.all.set(ids.get(affiliate) ?? `of ${affiliate}`, {
      ...{ affiliate, currency, amount, status, askedBy, batch, gateway: gatewayOf(shop, affiliate) },
    });
  }
}

/** The month's batch in a currency, once its day has come and somebody can be paid; one a month. */
export function makeMonthlyBatch(shop: Shop, batch: string, currency: string, ids: ReadonlyMap<string, string>): void {
  const now = new Date(shop.now);
  const month = `${now.toISOString().slice(0, 7)}:${currency}`;
  const { batchDay } = shop.payouts.rules;
  if (batchDay === 0 || now.getUTCDate() < batchDay || shop.payouts.months.has(month)) return;
  if (payeesOf(shop, currency).length === 0) return;
  shop.payouts.months.add(month);
  makeBatch(shop, batch, { currency, askedBy: null, ids });
}
