import { type Currency, exponentOf, type Money, money } from "@stoa/kit";

/** The rules of payouts, as staff set them; amounts are whole units of a payout's currency. */
export interface PayoutRules {
  minimum: number;
  approvalAbove: number;
  coolingOffHours: number;
  /** From which day of the month on everybody is paid; 0: only who asks. */
  batchDay: number;
}

/** The least that is paid out. */
export function minimumOf(rules: PayoutRules, currency: Currency): Money {
  return wholeUnits(rules.minimum, currency);
}

/** Whether the month's batches are due: also after their day, when nobody was there to make them. By UTC. */
export function batchesAreDue({ batchDay }: Pick<PayoutRules, "batchDay">, now: Date): boolean {
  return batchDay > 0 && now.getUTCDate() >= batchDay;
}

/** Whether a second person has to look before this much leaves. */
export function needsSecondPerson(rules: PayoutRules, amount: Money): boolean {
  return amount.amount > wholeUnits(rules.approvalAbove, amount.currency).amount;
}

/** Whether somebody may approve: not who asked for it, and not who is paid. */
export function mayApprove(
  approverId: string | null,
  payout: { requestedBy: string | null; payeeUserId: string },
): boolean {
  return approverId !== null && approverId !== payout.requestedBy && approverId !== payout.payeeUserId;
}

/** What of a destination may be shown: enough to know it again, too little to use it. */
export function hintOf(destination: string): string {
  const [name = "", host] = destination.split("@");
  if (host !== undefined) return `${name.slice(0, 1)}•••@${host}`;
  return `•••${destination.slice(-4)}`;
}

function wholeUnits(units: number, currency: Currency): Money {
  return money(units * 10 ** exponentOf(currency), currency);
}
