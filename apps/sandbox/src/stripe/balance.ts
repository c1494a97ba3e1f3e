import type { BooksReader } from "../books/open-books.ts";
import { feeFor } from "./amounts.ts";
import { save } from "./object-store.ts";
import type { BalanceTransaction, Charge, Refund } from "./objects.ts";
import { stripeId } from "./stripe-id.ts";

const AVAILABLE_AFTER_S = 2 * 24 * 60 * 60;
/** What a lost or opened dispute costs, in minor units of its currency. */
const DISPUTE_FEE = 1_500;

/** The money of a charge coming in, less Stripe's fee. */
export function bookCharge(books: BooksReader, charge: Charge, now: number): Promise<BalanceTransaction> {
  const fee = feeFor(charge.amount_captured, charge.currency);
  return book(books, {
    type: charge.payment_method_details.type === "card" ? "charge" : "payment",
    reporting_category: "charge",
    amount: charge.amount_captured,
    fee,
    source: charge.id,
    currency: charge.currency,
    feeDescription: "Stripe processing fees",
    now,
  });
}

/** The money of a refund going out. Stripe keeps its fee. */
export function bookRefund(books: BooksReader, refund: Refund, now: number): Promise<BalanceTransaction> {
  const facts = {
    amount: -refund.amount,
    fee: 0,
    source: refund.id,
    currency: refund.currency,
    feeDescription: "",
    now,
  };
  return book(books, { type: "refund", reporting_category: "refund", ...facts });
}

/** The money of a failed refund coming back. */
export function bookRefundFailure(books: BooksReader, refund: Refund, now: number): Promise<BalanceTransaction> {
  const facts = {
    amount: refund.amount,
    fee: 0,
    source: refund.id,
    currency: refund.currency,
    feeDescription: "",
    now,
  };
  return book(books, { type: "refund_failure", reporting_category: "refund_failure", ...facts });
}

/** Money that a dispute takes, with its fee, or gives back, without. */
export function bookDispute(
  books: BooksReader,
  disputeId: string,
  amount: number,
  currency: string,
  direction: "withdrawn" | "reinstated",
  now: number,
): Promise<BalanceTransaction> {
  const withdrawn = direction === "withdrawn";
  return book(books, {
    type: "adjustment",
    reporting_category: withdrawn ? "dispute" : "dispute_reversal",
    amount: withdrawn ? -amount : amount,
    fee: withdrawn ? DISPUTE_FEE : 0,
    source: disputeId,
    currency,
    feeDescription: "Dispute fee",
    now,
  });
}

interface Booking {
  type: BalanceTransaction["type"];
  reporting_category: string;
  amount: number;
  fee: number;
  source: string;
  currency: string;
  feeDescription: string;
  now: number;
}

function book(books: BooksReader, { fee, feeDescription, now, ...facts }: Booking): Promise<BalanceTransaction> {
  const detail = {
    amount: fee,
    application: null,
    currency: facts.currency,
    description: feeDescription,
    type: "stripe_fee",
  };
  return save(books, {
    id: stripeId("txn"),
    object: "balance_transaction",
    ...facts,
    available_on: now + AVAILABLE_AFTER_S,
    created: now,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [detail],
    net: facts.amount - fee,
    status: "pending",
  });
}
