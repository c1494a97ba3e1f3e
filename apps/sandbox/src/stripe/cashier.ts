import type { BooksReader } from "../books/open-books.ts";
import {
  type Cashier,
  type CashierAnswer,
  CashierRefused,
  type DisputeStep,
  type PayOutcome,
  type PayoutOutcome,
} from "../control/cashier.ts";
import type { Deps } from "../part.ts";
import { queueDelivery } from "../webhooks/queue-delivery.ts";
import { toStripeAmount } from "./amounts.ts";
import { ApiError } from "./api-error.ts";
import type { Instrument } from "./charges.ts";
import { closeDispute, openDispute } from "./disputes.ts";
import { NO_REQUEST } from "./events.ts";
import { expireSession } from "./expire-session.ts";
import { find, findAll, lock } from "./object-store.ts";
import type { Charge, CheckoutSession, StripeEvent, Transfer } from "./objects.ts";
import { paySession } from "./pay-session.ts";
import { refundCharge } from "./refund-charge.ts";
import { cardOf } from "./test-instruments.ts";
import { reverseTransfer } from "./transfers.ts";
import { unixNow } from "./unix-time.ts";

const CARD_FOR = { succeeded: "4242424242424242", failed: "4000000000000002" } as const;

/** Plays Stripe's buyers, their banks and its dashboard, over the same acts as the hosted page and the API. */
export function stripeCashier(deps: Deps): Cashier {
  const act = <T>(work: (books: BooksReader, now: number) => Promise<T>): Promise<T> =>
    deps.books.begin((transaction) => work(transaction, unixNow(deps.clock))) as Promise<T>;
  return {
    knows: async (reference) =>
      (await sessionsOf(deps.books, reference)).length > 0 ||
      (await find(deps.books, "event", reference)) !== null ||
      (await transferOf(deps.books, reference)) !== null,
    pay: (reference, outcome) => act((books, now) => pay(books, reference, outcome, now)),
    refund: (reference, amount) => act((books, now) => refund(books, reference, amount, now)),
    dispute: (reference, step, amount) => act((books, now) => dispute(books, reference, step, amount, now)),
    payout: (reference, outcome) => act((books, now) => payout(books, reference, outcome, now)),
    replay: (reference) => act((books) => replay(books, reference)),
  };
}

async function pay(books: BooksReader, reference: string, outcome: PayOutcome, now: number): Promise<CashierAnswer> {
  const sessions = await sessionsOf(books, reference);
  const session = sessions.findLast((candidate) => candidate.status === "open");
  if (session === undefined) {
    throw new CashierRefused(
      `${reference} has no open checkout; its state is ${sessions.at(-1)?.status ?? "unknown"}.`,
    );
  }
  if (outcome === "expired") {
    const locked = await lock(books, "checkout.session", session.id);
    if (locked?.status !== "open") throw new CashierRefused(`${reference} was closed at this moment.`);
    return answerOf(await expireSession(books, locked, now, NO_REQUEST));
  }
  const card = cardOf(CARD_FOR[outcome]);
  const result = await paySession(books, session.id, instrumentOf(session, card.number), card.behaviour, now);
  if (result.kind === "not_open") throw new CashierRefused(`${reference} was closed at this moment.`);
  return answerOf(result.session);
}

async function refund(
  books: BooksReader,
  reference: string,
  amount: number | undefined,
  now: number,
): Promise<CashierAnswer> {
  const charge = await chargeOf(books, reference);
  const wish = amount === undefined ? {} : { amount: toStripeAmount(amount, charge.currency) };
  const refunded = await asDashboard(() => refundCharge(books, charge, wish, now, NO_REQUEST));
  return { gateway: "stripe", id: refunded.id, status: refunded.status, paymentId: refunded.payment_intent };
}

async function dispute(
  books: BooksReader,
  reference: string,
  step: DisputeStep,
  amount: number | undefined,
  now: number,
): Promise<CashierAnswer> {
  const charge = await chargeOf(books, reference);
  const changed = await asDashboard(async () => {
    if (step === "opened") {
      return openDispute(
        books,
        charge,
        amount === undefined ? undefined : toStripeAmount(amount, charge.currency),
        now,
      );
    }
    const disputes = await findAll(books, "dispute", { charge: charge.id });
    const open = disputes.find(({ status }) => status === "needs_response" || status === "under_review");
    if (open === undefined) throw new CashierRefused(`${reference} has no open dispute.`);
    return closeDispute(books, open, step, now);
  });
  return { gateway: "stripe", id: changed.id, status: changed.status, paymentId: changed.payment_intent };
}

/** A transfer is done when it is made; all that can come after is that it is taken back. */
async function payout(
  books: BooksReader,
  reference: string,
  outcome: PayoutOutcome,
  now: number,
): Promise<CashierAnswer> {
  const transfer = await transferOf(books, reference);
  if (transfer === null) throw new CashierRefused(`${reference} was not paid out.`);
  if (outcome !== "returned") throw new CashierRefused("A transfer can only be returned.");
  const reversed = await asDashboard(() => reverseTransfer(books, transfer, now));
  return { gateway: "stripe", id: reversed.id, status: "returned" };
}

async function replay(books: BooksReader, reference: string): Promise<number> {
  const events = await eventsOf(books, reference);
  const sent = events.filter((event) => event.pending_webhooks > 0);
  for (const event of sent) await queueDelivery(books, "stripe", event.id);
  return sent.length;
}

/** What the API refuses, the dashboard refuses too, in the same words. */
async function asDashboard<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ApiError) throw new CashierRefused(error.message);
    throw error;
  }
}

/** The sessions of an order, of a session's own id, or of a payment, oldest first. */
async function sessionsOf(books: BooksReader, reference: string): Promise<CheckoutSession[]> {
  if (reference.startsWith("cs_")) {
    const session = await find(books, "checkout.session", reference);
    return session === null ? [] : [session];
  }
  if (reference.startsWith("pi_")) return findAll(books, "checkout.session", { payment_intent: reference });
  return findAll(books, "checkout.session", { client_reference_id: reference });
}

async function transferOf(books: BooksReader, reference: string): Promise<Transfer | null> {
  const [byKey] = await findAll(books, "transfer", { transfer_group: reference });
  return byKey ?? find(books, "transfer", reference);
}

async function chargeOf(books: BooksReader, reference: string): Promise<Charge> {
  for (const session of (await sessionsOf(books, reference)).reverse()) {
    const [charge] = await findAll(books, "charge", { payment_intent: session.payment_intent, status: "succeeded" });
    const locked = charge === undefined ? null : await lock(books, "charge", charge.id);
    if (locked !== null) return locked;
  }
  throw new CashierRefused(`${reference} has not been paid.`);
}

async function eventsOf(books: BooksReader, reference: string): Promise<StripeEvent[]> {
  if (reference.startsWith("evt_")) {
    const event = await find(books, "event", reference);
    return event === null ? [] : [event];
  }
  const sessions = await sessionsOf(books, reference);
  const found = await Promise.all(
    sessions.flatMap((session) => [
      findAll(books, "event", { data: { object: { id: session.id } } }),
      ...(session.payment_intent === null
        ? []
        : [
            findAll(books, "event", { data: { object: { id: session.payment_intent } } }),
            findAll(books, "event", { data: { object: { payment_intent: session.payment_intent, object: "refund" } } }),
            findAll(books, "event", {
              data: { object: { payment_intent: session.payment_intent, object: "dispute" } },
            }),
          ]),
    ]),
  );
  return found.flat();
}

function instrumentOf(session: CheckoutSession, number: string): Instrument {
  const email = session.customer_email ?? "buyer@example.test";
  return { type: "card", brand: "visa", last4: number.slice(-4), expMonth: 12, expYear: 2034, email, name: null };
}

function answerOf(session: CheckoutSession): CashierAnswer {
  const status = session.status === "complete" ? session.payment_status : session.status;
  return { gateway: "stripe", id: session.id, status, checkoutId: session.id, paymentId: session.payment_intent };
}
