import type { BooksReader } from "../books/open-books.ts";
import type { Instrument } from "./charges.ts";
import { NO_REQUEST, recordEvent } from "./events.ts";
import { find, save } from "./object-store.ts";
import type { CheckoutSession, PaymentIntent } from "./objects.ts";
import { sessionDetails } from "./session-details.ts";
import { stripeId } from "./stripe-id.ts";

/** A session has one payment intent, made at the first try and used again by the next. */
export async function intentOf(
  books: BooksReader,
  session: CheckoutSession,
  instrument: Instrument,
  now: number,
): Promise<PaymentIntent> {
  if (session.payment_intent !== null) {
    const existing = await find(books, "payment_intent", session.payment_intent);
    if (existing !== null) return existing;
  }
  const { paymentIntentData } = await sessionDetails(books, session.id);
  const id = stripeId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    amount: session.amount_total,
    amount_capturable: 0,
    amount_received: 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: paymentIntentData.capture_method === "manual" ? "manual" : "automatic_async",
    client_secret: stripeId(`${id}_secret`),
    confirmation_method: "automatic",
    created: now,
    currency: session.currency,
    customer: session.customer,
    description: paymentIntentData.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: paymentIntentData.metadata ?? {},
    next_action: null,
    payment_method: null,
    payment_method_types: session.payment_method_types,
    receipt_email: paymentIntentData.receipt_email ?? instrument.email,
    status: "requires_payment_method",
    transfer_group: paymentIntentData.transfer_group ?? null,
  };
  await save(books, intent);
  await recordEvent(books, "payment_intent.created", intent, now, NO_REQUEST);
  return intent;
}
