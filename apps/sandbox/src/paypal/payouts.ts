import { z } from "zod";
import type { BooksReader } from "../books/open-books.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { isPayPalAmount } from "./amounts.ts";
import { ApiError, notFound, unprocessable } from "./api-error.ts";
import { type Call, get, post } from "./endpoint.ts";
import { recordEvent } from "./events.ts";
import { find, findAll, save } from "./object-store.ts";
import type { PayoutBatch, PayoutItem, PayoutItemState } from "./objects.ts";
import { paypalId } from "./paypal-id.ts";

const PATH = "/paypal/v1/payments/payouts";
const ITEMS_MAX = 15_000;

const item = z.looseObject({
  recipient_type: z.enum(["EMAIL", "PHONE", "PAYPAL_ID"]).default("EMAIL"),
  receiver: z.string().min(1).max(127),
  amount: z.looseObject({ currency: z.string().length(3), value: z.string().max(32) }),
  sender_item_id: z.string().max(63).optional(),
  note: z.string().max(4_000).optional(),
});
const createSchema = z.looseObject({
  sender_batch_header: z.looseObject({
    sender_batch_id: z.string().min(1).max(256),
    email_subject: z.string().max(255).optional(),
  }),
  items: z.array(item).min(1).max(ITEMS_MAX),
});
type CreatePayout = z.output<typeof createSchema>;

/** Payouts: a batch is taken in once per `sender_batch_id`; each item then goes its own way. */
export function payoutRoutes(app: SandboxApp, deps: Deps): void {
  post(app, deps, PATH, createSchema, async (call, input) => {
    const batch = await createBatch(call, input);
    return { status: 201, body: { batch_header: { ...batch, batch_status: "PENDING" }, links: [] } };
  });
  get(app, deps, `${PATH}/:id`, async (call) => {
    const batch = await find(call.books, "payout_batch", call.id);
    if (batch === null) throw notFound();
    const items = await findAll(call.books, "payout_item", { payout_batch_id: batch.payout_batch_id });
    return { batch_header: batch, items, total_items: items.length, total_pages: 1, links: [] };
  });
  get(app, deps, "/paypal/v1/payments/payouts-item/:id", async (call) => {
    const found = await find(call.books, "payout_item", call.id);
    if (found === null) throw notFound();
    return found;
  });
}

async function createBatch(call: Call, input: CreatePayout): Promise<PayoutBatch> {
  const { sender_batch_id, email_subject } = input.sender_batch_header;
  await refuseUsedBatch(call, sender_batch_id);
  const id = paypalId(13);
  const batch = await save(call.books, "payout_batch", id, {
    payout_batch_id: id,
    batch_status: "SUCCESS",
    time_created: call.now,
    sender_batch_header: { sender_batch_id, ...(email_subject === undefined ? {} : { email_subject }) },
  });
  for (const wish of input.items) {
    const { currency, value } = wish.amount;
    if (!isPayPalAmount({ currency_code: currency, value })) {
      throw unprocessable("AMOUNT_NOT_VALID", "The amount or its currency is not valid for payouts.");
    }
    const itemId = paypalId(13);
    const { recipient_type, receiver, sender_item_id, note } = wish;
    const made: PayoutItem = {
      payout_item_id: itemId,
      transaction_id: paypalId(),
      transaction_status: "SUCCESS",
      payout_batch_id: id,
      sender_batch_id,
      payout_item_fee: { currency, value: "0.00" },
      payout_item: {
        recipient_type,
        receiver,
        amount: { currency, value },
        ...(sender_item_id === undefined ? {} : { sender_item_id }),
        ...(note === undefined ? {} : { note }),
      },
      time_processed: call.now,
    };
    await movePayoutItem(call.books, made, firstStateOf(receiver), call.now);
  }
  return batch;
}

/** A second batch of the same name waits for the first and is refused, with the way to what the first one became. */
async function refuseUsedBatch(call: Call, senderBatchId: string): Promise<void> {
  await call.books`SELECT pg_advisory_xact_lock(hashtextextended(${`payout ${senderBatchId}`}, 0))`;
  const [before] = await findAll(call.books, "payout_batch", {
    sender_batch_header: { sender_batch_id: senderBatchId },
  });
  if (before === undefined) return;
  const issue = "Batch with given sender_batch_id already exists";
  const related = `https://api-m.sandbox.paypal.com/v1/payments/payouts/${before.payout_batch_id}`;
  throw new ApiError(
    400,
    "USER_BUSINESS_ERROR",
    "User business error.",
    [{ field: "SENDER_BATCH_ID", issue, description: issue }],
    related,
  );
}

/** Receivers whose name says what becomes of money sent to them. */
function firstStateOf(receiver: string): PayoutItemState {
  if (/^(unclaimed|returned)\b/.test(receiver)) return "UNCLAIMED";
  return /^(failed|blocked)\b/.test(receiver) ? "FAILED" : "SUCCESS";
}

const EVENT_OF = {
  SUCCESS: "PAYMENT.PAYOUTS-ITEM.SUCCEEDED",
  UNCLAIMED: "PAYMENT.PAYOUTS-ITEM.UNCLAIMED",
  RETURNED: "PAYMENT.PAYOUTS-ITEM.RETURNED",
  FAILED: "PAYMENT.PAYOUTS-ITEM.FAILED",
} as const;

/** An item's next state, with its event. */
export async function movePayoutItem(
  books: BooksReader,
  before: PayoutItem,
  state: PayoutItemState,
  now: string,
): Promise<PayoutItem> {
  const { errors: _before, ...rest } = before;
  const errors = { name: "RECEIVER_UNREGISTERED", message: "Receiver is unregistered" };
  const moved = await save(books, "payout_item", before.payout_item_id, {
    ...rest,
    transaction_status: state,
    time_processed: now,
    ...(state === "SUCCESS" ? {} : { errors }),
  });
  await recordEvent(books, EVENT_OF[state], moved, now);
  return moved;
}
