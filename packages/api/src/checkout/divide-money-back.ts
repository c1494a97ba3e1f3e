/** How a payment stands before money goes back, in minor units. */
export interface Standing {
  /** Promised by refunds that failed, and not paid yet. */
  owed: number;
  /** Of the sale, or of what is held, not undone yet. */
  left: number;
}

export interface MoneyBackParts {
  repaid: number;
  undone: number;
  lost: number;
}

/**
 * Says what money that went back is: first it pays what a failed refund still owes, then it undoes the sale as far as
 * anything is left of it, and what then remains is the platform's loss.
 */
export function divideMoneyBack(amountMinor: number, { owed, left }: Standing): MoneyBackParts {
  const repaid = Math.min(amountMinor, owed);
  const undone = Math.min(amountMinor - repaid, left);
  return { repaid, undone, lost: amountMinor - repaid - undone };
}
