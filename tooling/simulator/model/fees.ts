import type { DomainRules } from "./domains.ts";
import { move, type Shop } from "./shop.ts";

/** What a gateway kept of a payment, in the currency it settles in. */
export interface Fee {
  amount: number;
  currency: string;
}

/** The comparison says what was kept of a payment. It is booked once, and stays kept whatever goes back. */
export function keepFee(shop: Shop, payment: string, { amount, currency }: Fee): void {
  const { gateway, status } = shop.payments.get(payment) ?? {};
  if (amount === 0 || shop.fees.has(payment) || status !== "succeeded") return;
  shop.fees.set(payment, { amount, currency });
  move(shop, `gateway/${gateway}/fees`, `gateway/${gateway}/clearing`, amount, currency);
}

/** Nothing that becomes of an order touches them. */
export const feeRules: DomainRules = {
  lines: ({ fees }) => [...fees].map(([payment, { amount, currency }]) => `fee of ${payment} ${amount} ${currency}`),
};
