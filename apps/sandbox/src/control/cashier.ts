/** How a payment ends when a test plays the buyer. */
export const PAY_OUTCOMES = ["succeeded", "failed", "expired"] as const;
export type PayOutcome = (typeof PAY_OUTCOMES)[number];

/** What a dispute does next: a new one opens, an open one is decided. */
export const DISPUTE_STEPS = ["opened", "won", "lost"] as const;
export type DisputeStep = (typeof DISPUTE_STEPS)[number];

/** What becomes of money that was paid out. */
export const PAYOUT_OUTCOMES = ["succeeded", "unclaimed", "returned", "failed"] as const;
export type PayoutOutcome = (typeof PAYOUT_OUTCOMES)[number];

/** What the control end points answer: the ids under which the gateway now knows the thing. */
export interface CashierAnswer {
  gateway: string;
  id: string;
  status: string;
  checkoutId?: string | null;
  paymentId?: string | null;
}

/** Plays the buyer and the gateway's dashboard. `reference` is the order id or an id of the gateway. */
export interface Cashier {
  knows(reference: string): Promise<boolean>;
  pay(reference: string, outcome: PayOutcome): Promise<CashierAnswer>;
  /** Without `amount` the rest of the payment; amounts in the minor units Stoa uses. */
  refund(reference: string, amount?: number): Promise<CashierAnswer>;
  dispute(reference: string, step: DisputeStep, amount?: number): Promise<CashierAnswer>;
  /** Plays whoever money was paid out to: they claim it, or it comes back. `reference` is the payout's key or the gateway's id. */
  payout(reference: string, outcome: PayoutOutcome): Promise<CashierAnswer>;
  /** Sends the events of a reference, or the one event named, once more; answers how many. */
  replay(reference: string): Promise<number>;
}

/** The dashboard refuses: already paid, nothing left to refund, no open dispute. */
export class CashierRefused extends Error {
  override name = "CashierRefused";
}
