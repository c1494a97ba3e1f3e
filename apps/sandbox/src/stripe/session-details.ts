import type { BooksReader } from "../books/open-books.ts";
import type { Instrument } from "./charges.ts";
import type { CreateSessionParams } from "./checkout-params.ts";
import { asJson } from "./object-store.ts";
import type { CheckoutSession, LineItem } from "./objects.ts";

/** What Stripe remembers of a session and does not show on it: the lines, and what the payment intent is to get. */
export interface SessionDetails {
  lines: LineItem[];
  paymentIntentData: NonNullable<CreateSessionParams["payment_intent_data"]>;
  /** What the buyer wants to pay with, while the bank asks them to confirm. */
  instrument?: Instrument;
}

export async function keepSessionDetails(
  books: BooksReader,
  sessionId: string,
  details: SessionDetails,
): Promise<void> {
  await books`
    INSERT INTO stripe.session_detail (session_id, details) VALUES (${sessionId}, ${asJson(books, details)})
    ON CONFLICT (session_id) DO UPDATE SET details = excluded.details`;
}

export async function sessionDetails(books: BooksReader, sessionId: string): Promise<SessionDetails> {
  const [row] = await books<{ details: SessionDetails }[]>`
    SELECT details FROM stripe.session_detail WHERE session_id = ${sessionId}`;
  if (row === undefined) throw new Error(`session ${sessionId} has no details`);
  return row.details;
}

/** The buyer as the session shows them. */
export function buyer(email: string, name: string | null): CheckoutSession["customer_details"] {
  return { email, name, phone: null, tax_exempt: "none", tax_ids: [] };
}
