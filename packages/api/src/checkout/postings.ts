import type { Money } from "@stoa/kit";
import { type AccountAddress, account, type Transfer } from "@stoa/ledger";
import type { GatewayName } from "@stoa/payments";
import { type Sold, splitAsSold } from "../orders/index.ts";
import { incomeOf } from "./income.ts";

/** Money that moved at a gateway. */
export interface Movement {
  gateway: GatewayName;
  amount: Money;
}

/** A payment as asked: the gateway holds it, each line is revenue of its kind, the tax is owed to its country. */
export function salePostings(order: Sold, paid: Movement): Transfer[] {
  return incomeFrom(account.gatewayClearing(paid.gateway), order, paid.amount);
}

/** A payment that is not as asked: kept aside until a person decides. */
export function heldPostings(paid: Movement): Transfer[] {
  const [debit, credit] = [account.gatewayClearing(paid.gateway), account.reviewSuspense()];
  return [{ code: "review_held", debit, credit, amount: paid.amount }];
}

/** A held payment that a person accepted: what was kept aside becomes a sale of the amount that really came. */
export function acceptedPostings(order: Sold, paid: Movement): Transfer[] {
  return incomeFrom(account.reviewSuspense(), order, paid.amount);
}

/** A held payment, or a part of it, that went back to the buyer: it never was a sale, so only what was kept aside goes. */
export function heldReturnedPostings(
  { amount }: Movement,
  from: AccountAddress,
  code: "review_returned" | "dispute_lost",
): Transfer[] {
  return [{ code, debit: account.reviewSuspense(), credit: from, amount }];
}

/** A refund that the gateway reported as done and could not carry out after all: it is still owed to the buyer. */
export function refundFailedPostings(refund: Movement): Transfer[] {
  const [debit, credit] = [account.gatewayClearing(refund.gateway), account.refundsPayable(refund.gateway)];
  return [{ code: "refund_failed", debit, credit, amount: refund.amount }];
}

/** Such a refund, paid after all: by another refund, by a dispute that took the money, or from the platform's bank. */
export function failedRefundRepaidPostings({ gateway, amount }: Movement, from: AccountAddress): Transfer[] {
  return [{ code: "refund_repaid", debit: account.refundsPayable(gateway), credit: from, amount }];
}

/** What went back beyond what the payment had brought. */
export function lossPostings({ gateway, amount }: Movement, from: AccountAddress): Transfer[] {
  return [{ code: "loss", debit: account.gatewayLosses(gateway), credit: from, amount }];
}

/** Of such a loss, what is here again because a refund failed. */
export function lossRecoveredPostings({ gateway, amount }: Movement): Transfer[] {
  const [debit, credit] = [account.gatewayClearing(gateway), account.gatewayLosses(gateway)];
  return [{ code: "loss_recovered", debit, credit, amount }];
}

/** The gateway took disputed money back for as long as the dispute is open. */
export function disputeOpenedPostings(disputed: Movement): Transfer[] {
  const [debit, credit] = [account.disputesHeld(disputed.gateway), account.gatewayClearing(disputed.gateway)];
  return [{ code: "dispute_opened", debit, credit, amount: disputed.amount }];
}

export function disputeWonPostings(disputed: Movement): Transfer[] {
  const [debit, credit] = [account.gatewayClearing(disputed.gateway), account.disputesHeld(disputed.gateway)];
  return [{ code: "dispute_won", debit, credit, amount: disputed.amount }];
}

export function disputeFeePostings(fee: Movement): Transfer[] {
  const [debit, credit] = [account.gatewayFees(fee.gateway), account.gatewayClearing(fee.gateway)];
  return [{ code: "dispute_fee", debit, credit, amount: fee.amount }];
}

/** Each line, without tax, is what its kind makes of it; the tax of all is owed to its country. */
function incomeFrom(source: AccountAddress, order: Sold, { amount, currency }: Money): Transfer[] {
  return sharesOf(order, amount).map(({ line, minor }) => ({
    ...(line ? incomeOf(line) : { code: "tax", credit: account.taxPayable(order.taxCountry) }),
    debit: source,
    amount: { amount: minor, currency },
  }));
}

/**
 * How much of each transfer of a sale, in their order, is taken back when these parts of its lines are. `takenMinor` is
 * what the sale brought.
 */
export function undoneShares(
  order: SoldOf<Sold["lines"][number] & { id: string }>,
  takenMinor: number,
  parts: readonly { lineId: string; netMinor: number; taxMinor: number }[],
): number[] {
  const taxMinor = parts.reduce((sum, part) => sum + part.taxMinor, 0);
  return sharesOf(order, takenMinor).map(({ line }) =>
    line ? (parts.find((part) => part.lineId === line.id)?.netMinor ?? 0) : taxMinor,
  );
}

type SoldOf<L> = Omit<Sold, "lines"> & { lines: readonly L[] };

/** The shares of a sale, one a transfer: each line without tax, then the tax. Shares of nothing are left out. */
function sharesOf<L extends Sold["lines"][number]>(order: SoldOf<L>, amountMinor: number) {
  const { taxMinor, netMinor } = splitAsSold(order, amountMinor);
  const ofLines = order.lines.map((line, index) => ({ line, minor: netMinor[index] ?? 0 }));
  const ofTax: { line: L | null; minor: number } = { line: null, minor: taxMinor };
  return [...ofLines, ofTax].filter((share) => share.minor > 0);
}
