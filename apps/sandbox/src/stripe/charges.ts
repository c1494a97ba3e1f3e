import type { BooksReader } from "../books/open-books.ts";
import { bookCharge } from "./balance.ts";
import { type Origin, recordEvent } from "./events.ts";
import { save } from "./object-store.ts";
import type { Charge, ChargeError, PaymentIntent } from "./objects.ts";
import { stripeId } from "./stripe-id.ts";

/** How the buyer pays: a card, or an account that is debited days later. */
export interface Instrument {
  type: "card" | "sepa_debit";
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  email: string;
  name: string | null;
}

export type ChargeResult =
  | { status: "succeeded" | "pending" }
  | { status: "failed"; error: ChargeError; declineCode: string };

/** Writes down one try to charge, whatever came of it, and books the money when it came. */
export async function recordCharge(
  books: BooksReader,
  intent: PaymentIntent,
  instrument: Instrument,
  result: ChargeResult,
  now: number,
  origin: Origin,
): Promise<Charge> {
  const charge = chargeOf(intent, instrument, result, now);
  if (charge.captured && charge.status === "succeeded") {
    charge.balance_transaction = (await bookCharge(books, charge, now)).id;
  }
  await save(books, charge);
  await recordEvent(books, `charge.${charge.status}`, charge, now, origin);
  return charge;
}

function chargeOf(intent: PaymentIntent, instrument: Instrument, result: ChargeResult, now: number): Charge {
  const failed = result.status === "failed";
  const captured = !failed && intent.capture_method !== "manual";
  return {
    id: stripeId("ch"),
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: { address: null, email: instrument.email, name: instrument.name, phone: null },
    captured,
    created: now,
    currency: intent.currency,
    customer: intent.customer,
    disputed: false,
    failure_code: failed ? result.error.code : null,
    failure_message: failed ? result.error.message : null,
    livemode: false,
    metadata: intent.metadata,
    outcome: failed
      ? {
          network_status: "declined_by_network",
          reason: result.declineCode,
          seller_message: "The bank returned the decline code.",
          type: "issuer_declined",
        }
      : {
          network_status: "approved_by_network",
          reason: null,
          seller_message: "Payment complete.",
          type: "authorized",
        },
    paid: result.status === "succeeded",
    payment_intent: intent.id,
    payment_method: stripeId("pm"),
    payment_method_details: methodDetails(instrument),
    receipt_email: intent.receipt_email,
    refunded: false,
    status: result.status,
    transfer_group: intent.transfer_group,
  };
}

function methodDetails(instrument: Instrument): Charge["payment_method_details"] {
  if (instrument.type === "sepa_debit") {
    return { type: "sepa_debit", sepa_debit: { bank_code: "37040044", country: "DE", last4: instrument.last4 } };
  }
  const { brand, last4, expMonth: exp_month, expYear: exp_year } = instrument;
  return {
    type: "card",
    card: { brand, country: "US", exp_month, exp_year, funding: "credit", last4, network: brand },
  };
}
