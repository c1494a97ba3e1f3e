import type { BooksReader } from "../books/open-books.ts";
import { type Instrument, recordCharge } from "./charges.ts";
import { NO_REQUEST, recordEvent } from "./events.ts";
import { happenLater } from "./later.ts";
import { find, lock, save } from "./object-store.ts";
import type { ChargeError, CheckoutSession, PaymentIntent } from "./objects.ts";
import { buyer, keepSessionDetails, sessionDetails } from "./session-details.ts";
import { intentOf } from "./session-intent.ts";
import type { Decline, PaymentBehaviour, Success } from "./test-instruments.ts";

export type PayResult =
  | { kind: "paid" | "processing"; session: CheckoutSession }
  | { kind: "challenge"; session: CheckoutSession }
  | { kind: "declined"; session: CheckoutSession; message: string }
  | { kind: "not_open"; session: CheckoutSession | null };

const DISPUTED_AFTER_S = 3;
/** Days in the world; long enough here to see the state in between. */
const DEBIT_ANSWERED_AFTER_S = 4;
/** What a buyer who failed the bank's confirmation is told. */
const CHALLENGE_FAILED: Decline = {
  kind: "declined",
  code: "payment_intent_authentication_failure",
  declineCode: "authentication_required",
  message: "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
};

/** The buyer presses "Pay": the one payment intent of the session is charged, refused, or waits for the bank's page. */
export async function paySession(
  books: BooksReader,
  sessionId: string,
  instrument: Instrument,
  behaviour: PaymentBehaviour,
  now: number,
): Promise<PayResult> {
  const session = await lock(books, "checkout.session", sessionId);
  if (session === null || session.status !== "open" || session.expires_at <= now) return { kind: "not_open", session };
  const withBuyer = { ...session, customer_details: buyer(instrument.email, instrument.name) };
  if (session.amount_total === 0) {
    return { kind: "paid", session: await completeSession(books, withBuyer, "no_payment_required", now) };
  }
  const intent = await intentOf(books, withBuyer, instrument, now);
  const known = { ...withBuyer, payment_intent: intent.id };
  if (behaviour.kind === "challenged") return challenge(books, known, intent, instrument);
  if (behaviour.kind === "debited") return startDebit(books, known, intent, instrument, behaviour.answer, now);
  return settleCharge(books, known, intent, instrument, behaviour, now);
}

/** The buyer comes back from the bank's page. */
export async function finishChallenge(
  books: BooksReader,
  sessionId: string,
  confirmed: boolean,
  now: number,
): Promise<PayResult> {
  const session = await lock(books, "checkout.session", sessionId);
  if (session === null || session.status !== "open" || session.payment_intent === null)
    return { kind: "not_open", session };
  const intent = await find(books, "payment_intent", session.payment_intent);
  const { instrument } = await sessionDetails(books, sessionId);
  if (intent?.status !== "requires_action" || instrument === undefined) return { kind: "not_open", session };
  const behaviour: Success | Decline = confirmed ? { kind: "succeeds" } : CHALLENGE_FAILED;
  return settleCharge(books, session, { ...intent, next_action: null }, instrument, behaviour, now);
}

async function challenge(
  books: BooksReader,
  session: CheckoutSession,
  intent: PaymentIntent,
  instrument: Instrument,
): Promise<PayResult> {
  await keepSessionDetails(books, session.id, { ...(await sessionDetails(books, session.id)), instrument });
  const url = `${session.url ?? ""}/challenge`;
  const next_action = { type: "redirect_to_url", redirect_to_url: { url, return_url: session.url ?? "" } } as const;
  await save(books, { ...intent, status: "requires_action", next_action });
  return { kind: "challenge", session: await save(books, session) };
}

async function settleCharge(
  books: BooksReader,
  session: CheckoutSession,
  intent: PaymentIntent,
  instrument: Instrument,
  behaviour: Success | Decline,
  now: number,
): Promise<PayResult> {
  if (behaviour.kind === "declined") return decline(books, session, intent, instrument, behaviour, now);
  const charge = await recordCharge(books, intent, instrument, { status: "succeeded" }, now, NO_REQUEST);
  if (behaviour.afterwards === "disputed") await happenLater(books, charge.id, "dispute", DISPUTED_AFTER_S);
  const manual = intent.capture_method === "manual";
  const settled = await save(books, {
    ...intent,
    status: manual ? "requires_capture" : "succeeded",
    amount_received: manual ? 0 : intent.amount,
    amount_capturable: manual ? intent.amount : 0,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    last_payment_error: null,
  });
  const type = manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded";
  await recordEvent(books, type, settled, now, NO_REQUEST);
  const complete = await completeSession(books, session, manual ? "unpaid" : "paid", now);
  return { kind: "paid", session: complete };
}

/** A bank debit: the buyer is done, and their bank answers later. */
async function startDebit(
  books: BooksReader,
  session: CheckoutSession,
  intent: PaymentIntent,
  instrument: Instrument,
  answer: "debit_succeeds" | "debit_fails",
  now: number,
): Promise<PayResult> {
  const charge = await recordCharge(books, intent, instrument, { status: "pending" }, now, NO_REQUEST);
  await happenLater(books, charge.id, answer, DEBIT_ANSWERED_AFTER_S);
  const processing = await save(books, {
    ...intent,
    status: "processing",
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    last_payment_error: null,
  });
  await recordEvent(books, "payment_intent.processing", processing, now, NO_REQUEST);
  return { kind: "processing", session: await completeSession(books, session, "unpaid", now) };
}

/** Closes the session as done; its page cannot be used again. */
async function completeSession(
  books: BooksReader,
  session: CheckoutSession,
  paymentStatus: CheckoutSession["payment_status"],
  now: number,
): Promise<CheckoutSession> {
  const complete = await save(books, { ...session, status: "complete", payment_status: paymentStatus, url: null });
  await recordEvent(books, "checkout.session.completed", complete, now, NO_REQUEST);
  return complete;
}

async function decline(
  books: BooksReader,
  session: CheckoutSession,
  intent: PaymentIntent,
  instrument: Instrument,
  refusal: Decline,
  now: number,
): Promise<PayResult> {
  const error: ChargeError = {
    type: "card_error",
    code: refusal.code,
    decline_code: refusal.declineCode,
    message: refusal.message,
    doc_url: `https://stripe.com/docs/error-codes/${refusal.code.replaceAll("_", "-")}`,
  };
  const failure = { status: "failed", error, declineCode: refusal.declineCode } as const;
  const charge = await recordCharge(books, intent, instrument, failure, now, NO_REQUEST);
  const refused = await save(books, {
    ...intent,
    status: "requires_payment_method",
    latest_charge: charge.id,
    last_payment_error: { ...error, charge: charge.id },
  });
  await recordEvent(books, "payment_intent.payment_failed", refused, now, NO_REQUEST);
  return { kind: "declined", session: await save(books, session), message: refusal.message };
}
