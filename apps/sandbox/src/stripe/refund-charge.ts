import type { BooksReader } from "../books/open-books.ts";
import { badParam, refusedByState } from "./api-error.ts";
import { bookRefund, bookRefundFailure } from "./balance.ts";
import { type Origin, recordEvent } from "./events.ts";
import { happenLater } from "./later.ts";
import { find, save } from "./object-store.ts";
import type { Charge, Metadata, Refund } from "./objects.ts";
import { stripeId } from "./stripe-id.ts";
import { cardEndingIn } from "./test-instruments.ts";

export interface RefundWish {
  /** Absent: all that is left. */
  amount?: number | undefined;
  reason?: Refund["reason"] | undefined;
  metadata?: Metadata | undefined;
}

/** How long a refund of the "pending" and "fails later" test cards takes to change its mind. */
const CHANGES_AFTER_S = 2;

/** Gives back all or part of a locked charge. Throws Stripe's refusals for what was given back or disputed before. */
export async function refundCharge(
  books: BooksReader,
  charge: Charge,
  wish: RefundWish,
  now: number,
  origin: Origin,
): Promise<Refund> {
  const amount = amountToRefund(charge, wish.amount);
  const afterwards = afterwardsOf(charge);
  const refund: Refund = {
    id: stripeId("re"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: now,
    currency: charge.currency,
    metadata: wish.metadata ?? {},
    payment_intent: charge.payment_intent,
    reason: wish.reason ?? null,
    receipt_number: null,
    status: afterwards === "refund_pending" ? "pending" : "succeeded",
  };
  refund.balance_transaction = (await bookRefund(books, refund, now)).id;
  await save(books, refund);
  if (afterwards === "refund_pending") await happenLater(books, refund.id, "refund_succeeds", CHANGES_AFTER_S);
  if (afterwards === "refund_fails") await happenLater(books, refund.id, "refund_fails", CHANGES_AFTER_S);
  const amountRefunded = charge.amount_refunded + amount;
  const refunded = await save(books, {
    ...charge,
    amount_refunded: amountRefunded,
    refunded: amountRefunded === charge.amount_captured,
  });
  const previous = { amount_refunded: charge.amount_refunded };
  await recordEvent(books, "charge.refunded", refunded, now, origin, previous);
  await recordEvent(books, "refund.created", refund, now, origin);
  return refund;
}

/** A pending refund has reached the buyer. */
export async function succeedRefund(books: BooksReader, refund: Refund, now: number, origin: Origin): Promise<void> {
  if (refund.status !== "pending") return;
  const succeeded = await save(books, { ...refund, status: "succeeded" });
  await recordEvent(books, "refund.updated", succeeded, now, origin, { status: refund.status });
}

/** The buyer's bank sends the money back, even after the refund had succeeded: it is the shop's again. */
export async function failRefund(books: BooksReader, refund: Refund, now: number, origin: Origin): Promise<void> {
  if (refund.status === "failed" || refund.status === "canceled") return;
  const booked = await bookRefundFailure(books, refund, now);
  const failed = await save(books, {
    ...refund,
    status: "failed",
    failure_reason: "expired_or_canceled_card",
    failure_balance_transaction: booked.id,
  });
  const charge = await find(books, "charge", refund.charge);
  if (charge !== null) {
    await save(books, { ...charge, amount_refunded: charge.amount_refunded - refund.amount, refunded: false });
  }
  await recordEvent(books, "refund.failed", failed, now, origin, { status: refund.status });
}

function amountToRefund(charge: Charge, wished: number | undefined): number {
  if (charge.status !== "succeeded" || !charge.captured) {
    throw refusedByState("This charge cannot be refunded because it was not captured.", "charge_not_captured");
  }
  if (charge.refunded) {
    throw refusedByState(`Charge ${charge.id} has already been refunded.`, "charge_already_refunded");
  }
  if (charge.disputed) {
    throw refusedByState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, "charge_disputed");
  }
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = wished ?? left;
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw refusedByState(message, undefined, "amount");
  }
  if (amount <= 0) throw badParam(undefined, "amount", "Invalid positive integer");
  return amount;
}

function afterwardsOf(charge: Charge): string | undefined {
  const card: unknown = charge.payment_method_details.card;
  const last4: unknown = typeof card === "object" && card !== null ? Reflect.get(card, "last4") : undefined;
  const behaviour = cardEndingIn(String(last4))?.behaviour;
  return behaviour?.kind === "succeeds" ? behaviour.afterwards : undefined;
}
