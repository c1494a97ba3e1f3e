import { allocate, invariant, type Money, money, mulDiv } from "@stoa/kit";
import type { AccountAddress } from "./chart.ts";
import { ReversalExceedsOriginal } from "./errors.ts";

/** As much as takes `amount` back over the account `over`: what the buyer gets, over the gateway's clearing account. */
interface ProportionalPart {
  amount: Money;
  over: AccountAddress;
}

/** So much of each transfer that the entry moved, in its order: one line of an order, with its share of the tax. */
interface ExplicitPart {
  amounts: readonly number[];
}

export type Part = ProportionalPart | ExplicitPart;

/** A transfer of the original, with how much of it has not been taken back. */
export interface Left {
  id: string;
  debit: AccountAddress;
  credit: AccountAddress;
  amount: Money;
  left: number;
  availableAt: Date | null;
  availableReason: string | null;
}

/** How much to take back of each transfer: all that is left, unless told. Throws `ReversalExceedsOriginal`. */
export function amountsOf(entryId: string, left: readonly Left[], part: Part | undefined): readonly number[] {
  if (part === undefined) return left.map((transfer) => transfer.left);
  if (!("amounts" in part)) return inProportion(entryId, left, part);
  invariant(part.amounts.length === left.length, `a part names every transfer of entry ${entryId}`);
  for (const [index, { left: most, amount }] of left.entries()) {
    const asked = part.amounts[index] ?? 0;
    if (asked > most) {
      throw new ReversalExceedsOriginal(entryId, money(most, amount.currency), money(asked, amount.currency));
    }
  }
  return part.amounts;
}

/**
 * How much of each transfer a proportion takes back. What crosses the account `over` adds up to the part exactly; the other
 * transfers follow in the same proportion, each group that leaves one account rounded once. Splitting what is left,
 * not the original, is what makes the last part end at zero.
 */
function inProportion(entryId: string, left: readonly Left[], { amount, over }: ProportionalPart): number[] {
  const crossing = (transfer: Left) =>
    transfer.amount.currency === amount.currency && (transfer.debit === over || transfer.credit === over);
  const whole = left.filter(crossing).reduce((sum, transfer) => sum + transfer.left, 0);
  if (amount.amount > whole) throw new ReversalExceedsOriginal(entryId, money(whole, amount.currency), amount);

  const groups = Map.groupBy(left, (transfer) =>
    crossing(transfer) ? over : `${transfer.amount.currency} ${transfer.debit}`,
  );
  const parts = new Map<string, number>();
  for (const group of groups.values()) {
    const weights = group.map((transfer) => transfer.left);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) continue;
    const split = allocate(mulDiv(total, amount.amount, whole), weights);
    for (const [index, transfer] of group.entries()) parts.set(transfer.id, split[index] ?? 0);
  }
  return left.map((transfer) => parts.get(transfer.id) ?? 0);
}
