import { type Currency, exponentOf } from "@stoa/kit";
import { availableOf, payableOf } from "./commissions.ts";
import type { DomainRules } from "./domains.ts";
import { move, type Shop } from "./shop.ts";

/** Amounts are whole units of a payout's currency. */
export interface PayoutRules {
  minimum: number;
  approvalAbove: number;
  coolingOffMs: number;
  /** From which day of the month on everybody is paid; 0 for never. */
  batchDay: number;
}

export interface Payout {
  affiliate: string;
  currency: string;
  amount: number;
  gateway: string;
  status: "requested" | "approved" | "sending" | "sent" | "paid" | "failed" | "returned" | "cancelled";
  /** The member of staff who asked for it; null when the payee or the house did. */
  askedBy: string | null;
  batch: string | null;
}

export interface Account {
  gateway: string;
  destination: string;
  usableFrom: number;
}

export interface Payouts {
  rules: PayoutRules;
  /** Where affiliates are paid, and from when on that may be used. */
  accounts: Map<string, Account>;
  all: Map<string, Payout>;
  /** Months whose batch in a currency has been made. */
  months: Set<string>;
}

export const noPayouts = (): Payouts => ({
  rules: { minimum: 0, approvalAbove: 0, coolingOffMs: 0, batchDay: 0 },
  accounts: new Map(),
  all: new Map(),
  months: new Set(),
});

const UNDER_WAY: readonly Payout["status"][] = ["requested", "approved", "sending"];

export function unitsOf(units: number, currency: string): number {
  return units * 10 ** exponentOf(currency as Currency);
}

/** What may leave now: not what is released later, nor what something keeps. */
export function releasedOf(shop: Shop, affiliate: string, currency: string): number {
  const later = shop.affiliates.later
    .filter((each) => each.affiliate === affiliate && each.currency === currency && each.at > shop.now)
    .reduce((sum, each) => sum + each.amount, 0);
  const available = availableOf(shop, affiliate, currency);
  return Math.min(available, available - later);
}

/** Why an affiliate cannot be paid out; null when they can. */
export function whyNotPayOut(shop: Shop, affiliate: string, currency: string): string | null {
  const { accounts, all, rules } = shop.payouts;
  if (shop.affiliates.members.get(affiliate)?.suspended) return "payee_blocked";
  if ((accounts.get(affiliate)?.usableFrom ?? 0) > shop.now) return "payout_account_too_new";
  const underWay = [...all.values()].some(
    (each) => each.affiliate === affiliate && each.currency === currency && UNDER_WAY.includes(each.status),
  );
  if (underWay) return "payout_under_way";
  const least = unitsOf(rules.minimum, currency);
  return releasedOf(shop, affiliate, currency) < least ? "below_payout_minimum" : null;
}

/** Everything that may leave is reserved. Up to a limit it is sent at once. */
export function request(shop: Shop, id: string, affiliate: string, currency: string): void {
  if (whyNotPayOut(shop, affiliate, currency) !== null) return;
  const amount = releasedOf(shop, affiliate, currency);
  const status = amount > unitsOf(shop.payouts.rules.approvalAbove, currency) ? "requested" : "approved";
  const gateway = gatewayOf(shop, affiliate);
  shop.payouts.all.set(id, { affiliate, currency, amount, gateway, status, askedBy: null, batch: null });
}

export function gatewayOf({ payouts }: Shop, affiliate: string): string {
  return payouts.accounts.get(affiliate)?.gateway ?? "";
}

/** Why somebody cannot let these go; null when they can. Whoever asked for them is not a second person. */
export function whyNotApprove(shop: Shop, ids: readonly string[], approver: string): string | null {
  const waiting = ids.flatMap((id) => shop.payouts.all.get(id) ?? []).filter(({ status }) => status === "requested");
  if (waiting.length === 0) return "payout_not_waiting";
  return waiting.some(({ askedBy }) => askedBy === approver) ? "approver_not_independent" : null;
}

export function approve(shop: Shop, ids: readonly string[], approver: string): void {
  if (whyNotApprove(shop, ids, approver) !== null) return;
  for (const id of ids) {
    const payout = shop.payouts.all.get(id);
    if (payout?.status === "requested") payout.status = "approved";
  }
}

/** It will not be sent: what was kept for it is the payee's again. */
export function cancel(shop: Shop, id: string): void {
  const payout = shop.payouts.all.get(id);
  if (payout?.status === "requested" || payout?.status === "approved") payout.status = "cancelled";
}

/** Another account waits before it is used, and nothing more is sent to the old one. */
export function changeAccount(shop: Shop, affiliate: string, to: Pick<Account, "gateway" | "destination">): void {
  const { accounts, all, rules } = shop.payouts;
  if (accounts.get(affiliate)?.destination === to.destination) return;
  accounts.set(affiliate, { ...to, usableFrom: shop.now + rules.coolingOffMs });
  for (const [id, payout] of all) if (payout.affiliate === affiliate) cancel(shop, id);
}

/** The worker takes it up, unless its payee has been stopped since. */
export function takeUp(shop: Shop, id: string): void {
  const payout = shop.payouts.all.get(id);
  if (payout?.status !== "approved") return;
  payout.status = shop.affiliates.members.get(payout.affiliate)?.suspended ? "cancelled" : "sending";
}

export interface PayoutTold {
  status: string;
  /** What the gateway keeps of its own money for it. */
  fee: number;
}

/** What the gateway says of it; null: that it will not send it. */
export function record(shop: Shop, id: string, told: PayoutTold | null): void {
  const payout = shop.payouts.all.get(id);
  if (!payout) return;
  const { affiliate, amount, currency, gateway, status } = payout;
  const clearing = `gateway/${gateway}/clearing`;
  const open = status === "sending" || status === "sent";
  if (told === null) {
    if (status === "sending") payout.status = "failed";
    return;
  }
  if (!open && status !== "paid") return;
  // A fee is kept of what has arrived, also when it is back by the time that is heard of.
  if (open) move(shop, `gateway/${gateway}/fees`, clearing, told.fee, currency);
  if (told.status === "pending" || told.status === "unclaimed") {
    if (open) payout.status = "sent";
  } else if (told.status === "succeeded") {
    if (!open) return;
    payout.status = "paid";
    move(shop, payableOf(affiliate), clearing, amount, currency);
  } else {
    if (!open) move(shop, clearing, payableOf(affiliate), amount, currency);
    payout.status = open && told.status === "failed" ? "failed" : "returned";
  }
}

/** What follows from an order touches payouts only by what is owed. */
export const payoutRules: DomainRules = {
  lines: ({ payouts }) => [
    ...[...payouts.all].map(
      ([id, { affiliate, amount, currency, status, batch }]) =>
        `payout ${id} ${status} ${amount} ${currency} to ${affiliate} in ${batch ?? "none"}`,
    ),
    ...[...payouts.months].map((month) => `batch of ${month}`),
    ...[...payouts.accounts].map(([affiliate, { usableFrom }]) => `account of ${affiliate} from ${usableFrom}`),
  ],
};
