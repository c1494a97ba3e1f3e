import type { BooksReader } from "../books/open-books.ts";
import { bookCharge } from "./balance.ts";
import { NO_REQUEST, recordEvent } from "./events.ts";
import { find, findAll, lock, save } from "./object-store.ts";
import type { Charge, PaymentIntent } from "./objects.ts";

const DEBIT_FAILED = {
  type: "card_error",
  code: "payment_intent_payment_attempt_failed",
  message: "The bank account could not be debited.",
  doc_url: "https://stripe.com/docs/error-codes/payment-intent-payment-attempt-failed",
} as const;

/** Days after the buyer left, their bank answers a debit of theirs. The session was complete and unpaid until now. */
export async function settleDebit(books: BooksReader, chargeId: string, paid: boolean, now: number): Promise<void> {
  const charge = await lock(books, "charge", chargeId);
  const intent = charge === null ? null : await find(books, "payment_intent", charge.payment_intent);
  if (charge === null || intent === null || charge.status !== "pending") return;
  await (paid ? receive(books, charge, intent, now) : bounce(books, charge, intent, now));
  const [session] = await findAll(books, "checkout.session", { payment_intent: intent.id });
  if (session === undefined) return;
  const told = paid ? await save(books, { ...session, payment_status: "paid" }) : session;
  const type = paid ? "checkout.session.async_payment_succeeded" : "checkout.session.async_payment_failed";
  await recordEvent(books, type, told, now, NO_REQUEST);
}

async function receive(books: BooksReader, charge: Charge, intent: PaymentIntent, now: number): Promise<void> {
  const received = { ...charge, status: "succeeded", paid: true } as const;
  const booked = await bookCharge(books, received, now);
  await recordEvent(
    books,
    "charge.succeeded",
    await save(books, { ...received, balance_transaction: booked.id }),
    now,
    NO_REQUEST,
  );
  const settled = await save(books, { ...intent, status: "succeeded", amount_received: intent.amount });
  await recordEvent(books, "payment_intent.succeeded", settled, now, NO_REQUEST);
}

async function bounce(books: BooksReader, charge: Charge, intent: PaymentIntent, now: number): Promise<void> {
  const failed = await save(books, {
    ...charge,
    status: "failed",
    captured: false,
    amount_captured: 0,
    failure_code: DEBIT_FAILED.code,
    failure_message: DEBIT_FAILED.message,
  });
  await recordEvent(books, "charge.failed", failed, now, NO_REQUEST);
  const refused = await save(books, {
    ...intent,
    status: "requires_payment_method",
    last_payment_error: { ...DEBIT_FAILED, charge: charge.id },
  });
  await recordEvent(books, "payment_intent.payment_failed", refused, now, NO_REQUEST);
}
