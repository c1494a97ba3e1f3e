import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { minorOf, paypalMoney } from "./amounts.ts";
import { notFound, unprocessable } from "./api-error.ts";
import { type Call, get } from "./endpoint.ts";
import { recordEvent } from "./events.ts";
import { find, findAll, save } from "./object-store.ts";
import type { Capture, Dispute } from "./objects.ts";
import { paypalId } from "./paypal-id.ts";
import { dateOf, numberOf } from "./transactions.ts";

const PATH = "/paypal/v1/customer/disputes";
const PAGE_DEFAULT = 10;
const PAGE_MAX = 50;
const RESPOND_WITHIN_MS = 10 * 24 * 60 * 60 * 1_000;

/** Reading disputes; they are opened by buyers and decided by PayPal. */
export function disputeRoutes(app: SandboxApp, deps: Deps): void {
  get(app, deps, PATH, (call) => listDisputes(call, deps));
  get(app, deps, `${PATH}/:id`, async (call) => {
    const dispute = await find(call.books, "dispute", call.id);
    if (dispute === null) throw notFound();
    return dispute;
  });
}

/** A page of those opened within a time, newest first and in short: which payment each is about, only it itself tells. */
async function listDisputes(call: Call, deps: Deps): Promise<object> {
  const { query } = call;
  const after = query.has("create_time_after") ? dateOf(call, "create_time_after") : new Date(0);
  const before = query.has("create_time_before") ? dateOf(call, "create_time_before") : new Date(call.now);
  const size = numberOf(call, "page_size", PAGE_DEFAULT, PAGE_MAX);
  const begin = query.has("next_page_token") ? numberOf(call, "next_page_token", 0, Number.MAX_SAFE_INTEGER) : 0;
  const opened = (await findAll(call.books, "dispute")).reverse().filter(({ create_time }) => {
    const at = new Date(create_time);
    return at >= after && at <= before;
  });
  const items = opened.slice(begin, begin + size).map(({ disputed_transactions: _, ...summary }) => summary);
  const next = new URL(`${deps.url()}${PATH}?${query}`);
  next.searchParams.set("next_page_token", String(begin + size));
  return { items, links: begin + size < opened.length ? [{ href: next.href, rel: "next", method: "GET" }] : [] };
}

/** The buyer wants the money of a locked capture back; PayPal keeps it until it has decided. */
export async function openDispute(
  books: BooksReader,
  capture: Capture,
  amount: number | undefined,
  now: string,
): Promise<Dispute> {
  if ((await openDisputeOf(books, capture.id)) !== null) {
    throw unprocessable("DISPUTE_EXISTS", "This payment is disputed already.");
  }
  const disputed = amount ?? minorOf(capture.amount);
  if (disputed > minorOf(capture.amount)) {
    throw unprocessable("AMOUNT_TOO_GREAT", "The disputed amount is greater than the payment.");
  }
  const id = `PP-R-${paypalId(3)}-${paypalId(8)}`;
  const dispute = await save(books, "dispute", id, {
    dispute_id: id,
    create_time: now,
    update_time: now,
    disputed_transactions: [
      {
        seller_transaction_id: capture.id,
        ...(capture.custom_id === undefined ? {} : { custom: capture.custom_id }),
      },
    ],
    reason: "UNAUTHORISED",
    status: "WAITING_FOR_SELLER_RESPONSE",
    dispute_amount: paypalMoney(disputed, capture.amount.currency_code),
    dispute_life_cycle_stage: "CHARGEBACK",
    seller_response_due_date: new Date(new Date(now).getTime() + RESPOND_WITHIN_MS).toISOString(),
  });
  await recordEvent(books, "CUSTOMER.DISPUTE.CREATED", dispute, now);
  return dispute;
}

/** PayPal decides for the seller or for the buyer. */
export async function closeDispute(
  books: BooksReader,
  dispute: Dispute,
  outcome: "won" | "lost",
  now: string,
): Promise<Dispute> {
  const closed = await save(books, "dispute", dispute.dispute_id, {
    ...dispute,
    status: "RESOLVED",
    dispute_outcome: { outcome_code: outcome === "won" ? "RESOLVED_SELLER_FAVOUR" : "RESOLVED_BUYER_FAVOUR" },
    update_time: now,
  });
  await recordEvent(books, "CUSTOMER.DISPUTE.RESOLVED", closed, now);
  return closed;
}

export async function openDisputeOf(books: BooksReader, captureId: string): Promise<Dispute | null> {
  const fields = {
    status: "WAITING_FOR_SELLER_RESPONSE",
    disputed_transactions: [{ seller_transaction_id: captureId }],
  };
  const [open] = await findAll(books, "dispute", fields);
  return open ?? null;
}
