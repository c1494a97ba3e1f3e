import { type Money, money, mulDiv } from "@stoa/kit";
import { account, type Transfer } from "@stoa/ledger";

/** The platform puts money of its own into a pool. */
export function contributionPostings(poolId: string, amount: Money): Transfer[] {
  return [{ code: "grant_funding", debit: account.grantsContributed(), credit: account.grantsPool(poolId), amount }];
}

/** An approved award: its part of the course's price is kept aside in the pool until it is used or over. */
export function awardHold(poolId: string, amount: Money): Omit<Transfer, "hold"> {
  return { code: "grant_award", debit: account.grantsPool(poolId), credit: account.revenue("course"), amount };
}

/**
 * What the pool and the grantee pay of a price, in minor units: the pool's percentage is rounded once, half up, and the
 * grantee pays what is left, so the two always add up to the price.
 */
export function sharesOf(priceMinor: number, percent: number): { grantedMinor: number; payMinor: number } {
  const grantedMinor = mulDiv(priceMinor, percent, 100);
  return { grantedMinor, payMinor: priceMinor - grantedMinor };
}

/** What a pool pays in the end: what was taken off, but never more than was kept aside when the award was approved. */
export function spentOf(award: { grantedMinor: number; currency: Money["currency"] }, discountMinor: number): Money {
  return money(Math.min(discountMinor, award.grantedMinor), award.currency);
}
