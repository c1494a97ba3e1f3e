import { type Currency, type Money, money } from "@stoa/kit";
import { account, type Transfer } from "@stoa/ledger";

/** Why a commission cannot be paid out before its date. */
export const HELD_FOR_REFUNDS = "refund_window";

/** Commission of one line of an order. */
export interface Share {
  affiliateId: string;
  currency: Currency;
  minor: number;
  availableAt: Date;
}

/**
 * Commissions of an order, owed to its affiliate from their release on. What the affiliate owes back is kept from them
 * first, released on the same day, so that a commission that is clawed back takes its netting with it.
 */
export function earnedPostings(shares: readonly Share[], owedBack: Money): Transfer[] {
  const earned = shares.filter(({ minor }) => minor > 0);
  const [first] = earned;
  if (!first) return [];
  const total = earned.reduce((sum, { minor }) => sum + minor, 0);
  const netted = Math.min(total, owedBack.amount);
  const transfers = earned.map(
    ({ affiliateId, currency, minor, availableAt }): Transfer => ({
      code: "commission",
      debit: account.affiliateCommissions(),
      credit: account.affiliatePayable(affiliateId),
      amount: money(minor, currency),
      ...released(availableAt),
    }),
  );
  if (netted === 0) return transfers;
  const debt: Transfer = {
    code: "debt_netted",
    debit: account.affiliatePayable(first.affiliateId),
    credit: account.affiliateReceivable(first.affiliateId),
    amount: money(netted, first.currency),
    ...released(first.availableAt),
  };
  return [...transfers, debt];
}

/**
 * Commissions taken back. They leave the day on which they were to be released; what the affiliate's balance cannot bear,
 * because it was paid out before, they owe.
 */
export function clawedBackPostings(shares: readonly Share[], available: Money): Transfer[] {
  let bearable = Math.max(0, available.amount);
  return shares.flatMap(({ affiliateId, currency, minor, availableAt }) => {
    const borne = Math.min(minor, bearable);
    bearable -= borne;
    const taken = (debit: Transfer["debit"], amount: number): Transfer[] =>
      amount === 0
        ? []
        : [
            {
              code: "clawback",
              debit,
              credit: account.affiliateCommissions(),
              amount: money(amount, currency),
              ...released(availableAt),
            },
          ];
    return [
      ...taken(account.affiliatePayable(affiliateId), borne),
      ...taken(account.affiliateReceivable(affiliateId), minor - borne),
    ];
  });
}

/** A commission kept while a dispute of its sale is open: reserved on the day of its release. */
export function frozenPosting({ affiliateId, currency, minor, availableAt }: Share): Transfer {
  return {
    code: "clawback",
    debit: account.affiliatePayable(affiliateId),
    credit: account.affiliateCommissions(),
    amount: money(minor, currency),
    ...released(availableAt),
  };
}

function released(availableAt: Date) {
  return { availableAt, availableReason: HELD_FOR_REFUNDS };
}
