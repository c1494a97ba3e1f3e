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
import { paypalMoney } from "./amounts.ts";
import { ApiError } from "./api-error.ts";
import { approveOrder } from "./approve-order.ts";
import { completeCapture } from "./capture-order.ts";
import { closeDispute, openDispute, openDisputeOf } from "./disputes.ts";
import { timeOf } from "./endpoint.ts";
import { find, findAll, lock, saveDetails } from "./object-store.ts";
import type { Capture, Order, PayoutItemState, PayPalEvent } from "./objects.ts";
import { movePayoutItem } from "./payouts.ts";
import { refundCapture } from "./refund-capture.ts";

/** Plays PayPal's buyers and its dashboard. A buyer only approves: the shop takes the money. */
export function paypalCashier(deps: Deps): Cashier {
  const act = <T>(work: (books: BooksReader) => Promise<T>): Promise<T> => deps.books.begin(work) as Promise<T>;
  return {
    knows: async (reference) =>
      (await ordersOf(deps.books, reference)).length > 0 ||
      (await find(deps.books, "event", reference)) !== null ||
      (await payoutOf(deps.books, reference)) !== null,
    pay: (reference, outcome) => act((books) => pay(books, deps, reference, outcome)),
    refund: (reference, amount) => act((books) => refund(books, deps, reference, amount)),
    dispute: (reference, step, amount) => act((books) => dispute(books, deps, reference, step, amount)),
    payout: (reference, outcome) => act((books) => payout(books, deps, reference, outcome)),
    replay: (reference) => act((books) => replay(books, reference)),
  };
}

async function pay(books: BooksReader, deps: Deps, reference: string, outcome: PayOutcome): Promise<CashierAnswer> {
  const orders = await ordersOf(books, reference);
  const pending = await pendingCaptureOf(books, orders);
  if (pending !== null && outcome === "succeeded") {
    const cleared = await completeCapture(books, pending, timeOf(deps));
    return { gateway: "paypal", id: cleared.id, status: cleared.status, paymentId: cleared.id };
  }
  const open = orders.findLast((order) => order.status !== "COMPLETED");
  if (open === undefined) throw new CashierRefused(`${reference} has no open checkout.`);
  const answer = { gateway: "paypal", id: open.id, checkoutId: open.id };
  if (outcome === "expired") {
    await saveDetails(books, open.id, { lapsed: true });
    return { ...answer, status: "expired" };
  }
  const approved = await approveOrder(books, deps, open.id, outcome === "succeeded" ? "balance" : "declined");
  if (approved === null) throw new CashierRefused(`${reference} can no longer be approved.`);
  return { ...answer, status: approved.status };
}

async function refund(
  books: BooksReader,
  deps: Deps,
  reference: string,
  amount: number | undefined,
): Promise<CashierAnswer> {
  const capture = await captureOf(books, reference);
  const wish = amount === undefined ? {} : { amount: paypalMoney(amount, capture.amount.currency_code) };
  const refunded = await asDashboard(() => refundCapture(books, capture, wish, timeOf(deps)));
  return { gateway: "paypal", id: refunded.id, status: refunded.status, paymentId: capture.id };
}

async function dispute(
  books: BooksReader,
  deps: Deps,
  reference: string,
  step: DisputeStep,
  amount: number | undefined,
): Promise<CashierAnswer> {
  const capture = await captureOf(books, reference);
  const changed = await asDashboard(async () => {
    if (step === "opened") return openDispute(books, capture, amount, timeOf(deps));
    const open = await openDisputeOf(books, capture.id);
    if (open === null) throw new CashierRefused(`${reference} has no open dispute.`);
    return closeDispute(books, open, step, timeOf(deps));
  });
  return { gateway: "paypal", id: changed.dispute_id, status: changed.status, paymentId: capture.id };
}

const ITEM_STATES: Readonly<Record<PayoutOutcome, PayoutItemState>> = {
  succeeded: "SUCCESS",
  unclaimed: "UNCLAIMED",
  returned: "RETURNED",
  failed: "FAILED",
};

async function payout(
  books: BooksReader,
  deps: Deps,
  reference: string,
  outcome: PayoutOutcome,
): Promise<CashierAnswer> {
  const item = await payoutOf(books, reference);
  if (item === null) throw new CashierRefused(`${reference} was not paid out.`);
  const moved = await movePayoutItem(books, item, ITEM_STATES[outcome], timeOf(deps));
  return { gateway: "paypal", id: moved.payout_item_id, status: moved.transaction_status };
}

async function replay(books: BooksReader, reference: string): Promise<number> {
  const events = await eventsOf(books, reference);
  for (const event of events) await queueDelivery(books, "paypal", event.id);
  return events.length;
}

/** What the API refuses, the dashboard refuses too, in the same words. */
async function asDashboard<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ApiError) throw new CashierRefused(error.details[0]?.description ?? error.message);
    throw error;
  }
}

/** PayPal's orders of an order of ours, of an order's own id, or of a capture, oldest first. */
async function ordersOf(books: BooksReader, reference: string): Promise<Order[]> {
  const capture = await find(books, "capture", reference);
  const order = await find(books, "order", capture?.supplementary_data.related_ids.order_id ?? reference);
  return order === null ? findAll(books, "order", { purchase_units: [{ custom_id: reference }] }) : [order];
}

async function pendingCaptureOf(books: BooksReader, orders: readonly Order[]): Promise<Capture | null> {
  for (const { id } of orders) {
    const fields = { status: "PENDING", supplementary_data: { related_ids: { order_id: id } } };
    const [pending] = await findAll(books, "capture", fields);
    if (pending !== undefined) return pending;
  }
  return null;
}

async function captureOf(books: BooksReader, reference: string): Promise<Capture> {
  for (const order of (await ordersOf(books, reference)).reverse()) {
    const [found] = await findAll(books, "capture", { supplementary_data: { related_ids: { order_id: order.id } } });
    const locked = found === undefined ? null : await lock(books, "capture", found.id);
    if (locked !== null && locked.status !== "PENDING") return locked;
  }
  throw new CashierRefused(`${reference} has not been paid.`);
}

async function payoutOf(books: BooksReader, reference: string) {
  const [byKey] = await findAll(books, "payout_item", { sender_batch_id: reference });
  const [byBatch] = await findAll(books, "payout_item", { payout_batch_id: reference });
  return byKey ?? byBatch ?? (await find(books, "payout_item", reference));
}

/** All events whose resource names the reference or what belongs to it. */
async function eventsOf(books: BooksReader, reference: string): Promise<PayPalEvent[]> {
  const one = await find(books, "event", reference);
  if (one !== null) return [one];
  const orders = await ordersOf(books, reference);
  const names = [reference, ...orders.map((order) => order.id)];
  for (const { id } of orders) {
    const captures = await findAll(books, "capture", { supplementary_data: { related_ids: { order_id: id } } });
    names.push(...captures.map((capture) => capture.id));
  }
  const events = await findAll(books, "event");
  return events.filter((event) => names.some((name) => JSON.stringify(event.resource).includes(name)));
}
