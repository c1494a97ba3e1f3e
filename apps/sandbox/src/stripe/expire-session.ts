import type { BooksReader } from "../books/open-books.ts";
import type { Deps } from "../part.ts";
import { NO_REQUEST, type Origin, recordEvent } from "./events.ts";
import { find, lock, save } from "./object-store.ts";
import type { CheckoutSession } from "./objects.ts";

/** Closes an open, locked session for good: no address any more, an unfinished payment is cancelled, an event is sent. */
export async function expireSession(
  books: BooksReader,
  session: CheckoutSession,
  now: number,
  origin: Origin,
): Promise<CheckoutSession> {
  await cancelUnfinishedPayment(books, session, now, origin);
  const expired = await save(books, { ...session, status: "expired", url: null });
  await recordEvent(books, "checkout.session.expired", expired, now, origin);
  return expired;
}

/** Expires a session whose time is over; null when it is not, or when somebody else was faster. */
export async function lapseSession(deps: Deps, session: CheckoutSession, now: number): Promise<CheckoutSession | null> {
  if (session.status !== "open" || session.expires_at > now) return null;
  return deps.books.begin(async (transaction) => {
    const current = await lock(transaction, "checkout.session", session.id);
    if (current === null || current.status !== "open") return current;
    return expireSession(transaction, current, now, NO_REQUEST);
  });
}

async function cancelUnfinishedPayment(
  books: BooksReader,
  session: CheckoutSession,
  now: number,
  origin: Origin,
): Promise<void> {
  if (session.payment_intent === null) return;
  const intent = await find(books, "payment_intent", session.payment_intent);
  if (intent === null || intent.status === "succeeded" || intent.status === "canceled") return;
  const canceled = await save(books, {
    ...intent,
    status: "canceled",
    canceled_at: now,
    cancellation_reason: "expired",
    next_action: null,
  });
  await recordEvent(books, "payment_intent.canceled", canceled, now, origin);
}
